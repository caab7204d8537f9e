import type { BalancedBooks, ClickLedger } from '@alyson/schema';

/** The ledger as lines for a terminal. */
export function describeLedger({ books, unreachable, uncompared, addsUp }: ClickLedger): string {
  const lines = [
    ...books.flatMap(describeBooks),
    ...unreachable.map(({ url, detail }) => `${url} could not be asked: ${detail}`),
    ...uncompared.map(
      ({ edge, stored, lastStoredAt, isEstimate }) =>
        `${edge}: ${show(stored)} stored, the last on ${lastStoredAt}; ${
          isEstimate ? 'an estimate: nobody there sees every click' : 'its router is gone, or could not be asked'
        }`,
    ),
  ];
  if (books.length === 0 && unreachable.length === 0) lines.push('No router keeps books.');
  return [...lines, addsUp ? 'The books add up.' : 'THE BOOKS DO NOT ADD UP.'].join('\n');
}

function describeBooks({ edge, ledgerId, answered, difference, ...ends }: BalancedBooks): string[] {
  return [
    `${edge} (books ${ledgerId})`,
    row('answered', answered),
    row('= stored', ends.stored),
    row('+ on the way', ends.onTheWay),
    row('+ set aside', ends.setAside),
    row('+ lost', ends.lost),
    ...(difference > 0 ? [row('  MISSING', difference)] : []),
    ...(difference < 0 ? [row('  UNKNOWN TO IT', -difference)] : []),
  ];
}

const row = (what: string, count: number): string => `  ${what.padEnd(16)}${show(count).padStart(16)}`;

const show = (count: number): string => count.toLocaleString('en');

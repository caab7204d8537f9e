/** The table at the demo's end: what was sent beside what was counted. */
import { styleText } from 'node:util';
import { apportion, MICROS_PER_UNIT, type ReleaseSummary } from '@alyson/schema';
import { DEMO_AGENTS } from './agents.ts';
import type { Counted } from './count.ts';
import type { Ledger } from './ledger.ts';

export interface Comparison {
  what: string;
  sent: number;
  /** What the product should say of it. */
  expected: number;
  counted: number;
  isMoney?: true;
}

export function compare(ledger: Ledger, { totals, steps, joined, ...counted }: Counted): Comparison[] {
  const { visits, events } = ledger;
  const same = (what: string, sent: number, found: number): Comparison => ({
    what,
    sent,
    expected: sent,
    counted: found,
  });
  const extraClicks = totals.clicks + totals.botClicks - visits.person - visits.bot;
  return [
    same('Clicks by people', visits.person, totals.clicks),
    same('Clicks by bots', visits.bot, totals.botClicks),
    { what: 'HEAD requests, recorded as no click', sent: visits.look, expected: 0, counted: extraClicks },
    same('Addresses carried byte for byte', visits.person + visits.bot + visits.look, ledger.landings),
    same('Landing pages viewed', ledger.steps.viewed, steps.viewed),
    same('Quizzes started', ledger.steps.quiz_started, steps.quizStarted),
    same('Quizzes submitted', ledger.steps.quiz_submitted, steps.quizSubmitted),
    same('Leads', events.lead, totals.leads),
    same('  of these reported before their click', ledger.early, counted.early),
    same('Sales', events.sale, joined.sale),
    same('Adjustments', events.adjustment, joined.adjustment),
    same('Reversals', events.reversal, joined.reversal),
    { ...same('Revenue, net', ledger.revenueMicros(), totals.revenueMicros), isMoney: true },
    same('Duplicates, counted once', ledger.duplicates, counted.duplicates),
    same('Reports of unknown visitors, kept as orphans', ledger.orphans, counted.orphans),
    same('Forged or stale reports, rejected', ledger.rejected, counted.rejected),
  ];
}

export const agrees = (row: Comparison): boolean => row.expected === row.counted;

export function composeTable(rows: readonly Comparison[]): string {
  const lines = rows.map((row) => {
    const mark = agrees(row) ? styleText('green', '✓') : styleText('red', `✗ expected ${write(row, row.expected)}`);
    return line(row.what, write(row, row.sent), write(row, row.counted), mark);
  });
  return [styleText('dim', line('', 'sent', 'counted', '')), ...lines].join('\n');
}

const line = (what: string, sent: string, counted: string, mark: string): string =>
  `  ${what.padEnd(46)}${sent.padStart(13)}${counted.padStart(13)}  ${mark}`.trimEnd();

const write = ({ isMoney }: Comparison, value: number): string =>
  isMoney
    ? (value / MICROS_PER_UNIT).toLocaleString('en-US', { style: 'currency', currency: 'USD' })
    : value.toLocaleString('en-US');

/** The split of every release, one line each. */
export function composeSplitPath(releases: readonly ReleaseSummary[], beganAtMs: number): string {
  const header = DEMO_AGENTS.map(({ name }) => name.padStart(12)).join('');
  const lines = releases.map(({ number, publishedAt, cause, weights }) => {
    const seconds = Math.max(0, Math.round((Date.parse(publishedAt) - beganAtMs) / 1000));
    const tenths = apportion(
      weights.map(({ weightBasisPoints }) => weightBasisPoints),
      1000,
    );
    const shares = tenths.map((part) => `${(part / 10).toFixed(1)}%`.padStart(12)).join('');
    return `  ${String(number).padStart(7)}  ${`${seconds} s`.padStart(6)}  ${cause.padEnd(10)}${shares}`;
  });
  return [styleText('dim', `  release   after  by        ${header}`), ...lines].join('\n');
}

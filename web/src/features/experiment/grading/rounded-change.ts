import type { WeightChange } from '@alyson/schema';

/** Points are shown with one decimal. */
const TENTH = 10;

/**
 * A change as it is shown, in tenths of a point: was, plus its causes, is what it became, also after rounding. The
 * tenths left over go to the causes with the largest remainders; what no cause explains takes part, and stays unexplained.
 */
export function roundedChange(change: WeightChange): WeightChange {
  const { fromBasisPoints: from, toBasisPoints: to, causes } = change;
  const unexplained = causes.reduce((left, { basisPoints }) => left - basisPoints, to - from);
  const parts = [...causes.map(({ basisPoints }) => basisPoints), unexplained];
  const tenths = parts.map((part) => Math.floor(part / TENTH));
  const missing = tenths.reduce((left, part) => left - part, roundedTenths(to) - roundedTenths(from));
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part - Math.floor(part / TENTH) * TENTH }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { index } of byRemainder.slice(0, missing)) tenths[index] = (tenths[index] ?? 0) + 1;
  return {
    ...change,
    fromBasisPoints: roundedTenths(from) * TENTH,
    toBasisPoints: roundedTenths(to) * TENTH,
    causes: causes.map((cause, index) => ({ ...cause, basisPoints: (tenths[index] ?? 0) * TENTH })),
  };
}

const roundedTenths = (basisPoints: number): number => Math.round(basisPoints / TENTH);

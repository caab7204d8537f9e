import { formatRate } from './percent.ts';

/** Fewer say nothing, whatever they divide to. */
const FEWEST = 30;
/** From here on the range is narrower than what is written. */
const NARROW = 2_000;

/**
 * Which part of a stage came to the next: `8.4% (6.1–11.5%)`, with the range in which the true rate is with 95% probability
 * where there are few, `too few` where it would mean nothing, and null where nobody came at all.
 */
export function formatStepRate(count: number, of: number): string | null {
  if (of === 0) return null;
  if (count > of) return 'over 100%';
  if (of < FEWEST) return 'too few';
  const rate = formatRate(count / of);
  if (of >= NARROW) return rate;
  const [low, high] = wilsonRange(count, of);
  return `${rate} (${formatRate(low).replace('%', '')}–${formatRate(high)})`;
}

const Z = 1.96;

/** The 95% range of a rate by Wilson's score, which stays between 0 and 1 and holds for few events, too. */
export function wilsonRange(count: number, of: number): [low: number, high: number] {
  const rate = count / of;
  const middle = (rate + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const reach = (Z / (1 + Z ** 2 / of)) * Math.sqrt((rate * (1 - rate)) / of + Z ** 2 / (4 * of ** 2));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

/** The rate of a day that an amount counts with. */
export interface GivenRate {
  /** What it converts to. */
  to: string;
  /** An exact decimal, twelve places behind the point at most; null while the amount waits for one. */
  rate: string | null;
  /** UTC. */
  day: string | null;
}

const DECIMALS = 12;
const ONE = 10n ** BigInt(DECIMALS);

/**
 * An amount in another currency, in integers alone. What is left below a micro-unit is rounded to the nearest, a half away
 * from zero, so that an amount and its negative stay each other's.
 *
 * @param rate  exact decimal above 0, units of the other currency for one of this
 * @returns micro-units; null where they would be beyond the safe integers
 */
export function convertAmount(amountMicros: number, rate: string): number | null {
  const [units = '0', decimals = ''] = rate.split('.');
  const scaled = BigInt(units) * ONE + BigInt(decimals.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
  const exact = BigInt(Math.abs(amountMicros)) * scaled;
  const micros = Number((exact + ONE / 2n) / ONE);
  if (!Number.isSafeInteger(micros)) return null;
  return amountMicros < 0 && micros !== 0 ? -micros : micros;
}

/**
 * What an amount is worth in the currency of its experiment.
 *
 * @param currency  null: of no experiment
 * @param rate      the one that was given to it, if it needs one
 * @returns micro-units; null where there is no amount, or no way to convert it yet
 */
export function worthIn(
  currency: string | null,
  amount: { amountMicros: number | null; currency: string | null },
  rate: GivenRate | null,
): number | null {
  if (currency === null || amount.amountMicros === null) return null;
  if (amount.currency === currency) return amount.amountMicros;
  if (rate === null || rate.rate === null || rate.to !== currency) return null;
  return convertAmount(amount.amountMicros, rate.rate);
}

/** The shortest text of the same number: no zeros before it, and none behind it. */
export const plainDecimal = (rate: string): string => {
  const [units = '0', decimals = ''] = rate.split('.');
  const rest = decimals.replace(/0+$/, '');
  return `${BigInt(units)}${rest === '' ? '' : `.${rest}`}`;
};

import * as z from 'zod';

/** ISO 4217 alphabetic code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters, such as USD');

/** A safe integer of millionths of the currency's major unit; may be negative for adjustments and reversals. */
export const AmountMicros = z.int();

export const Money = z.object({ amountMicros: AmountMicros, currency: Currency });
export type Money = z.infer<typeof Money>;

export const MICROS_PER_UNIT = 1_000_000;

/**
 * Reads a decimal amount in major units ("10.99") as micro-units, without a float in between.
 *
 * @returns the micro-units, or `null` when the text is no decimal, has more than six decimals that matter, or is
 *   beyond the safe integers
 */
export function parseAmountMicros(text: string): number | null {
  const match = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign = '', units = '', decimals = ''] = match;
  if (/[1-9]/.test(decimals.slice(6))) return null;
  const micros = Number(units) * MICROS_PER_UNIT + Number(decimals.slice(0, 6).padEnd(6, '0'));
  if (!Number.isSafeInteger(micros)) return null;
  return sign && micros !== 0 ? -micros : micros;
}

import { PERCENT_MICROS } from '@alyson/schema';

const DECIMAL = /^(\d{1,7})(?:\.(\d{1,20}))?$/;

/**
 * Reads a percentage as TUNE writes it, `40.00`, or as a table does, `40 %`, without a float on the way.
 *
 * @returns millionths of a percent, digits beyond them cut off; null for what is no percentage
 */
export function readPercent(text: string): number | null {
  const [, whole, fraction = ''] = DECIMAL.exec(text.trim().replace(/\s*%$/, '')) ?? [];
  if (whole === undefined) return null;
  return Number(whole) * PERCENT_MICROS + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

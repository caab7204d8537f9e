import { TOTAL_BASIS_POINTS } from '@alyson/schema';
import { formatCount } from './count.ts';
import { numberFormat } from './locale.ts';

const withDecimals = [0, 1, 2].map((decimals) =>
  numberFormat({ style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
);
const percent = (share: number, decimals: number): string => withDecimals[decimals]?.(share) ?? '';
const upToOneDecimal = numberFormat({ style: 'percent', maximumFractionDigits: 1 });

/** A rate from 0 to 1: `8.4%`, and `0.42%` under one percent. */
export const formatRate = (rate: number): string => percent(rate, rate !== 0 && Math.abs(rate) < 0.01 ? 2 : 1);

/** A rate with its counts: `8.4%`, `0% (0 of 312)` where there was no event, and null where there is no rate. */
export function formatRateOf(events: number, of: number): string | null {
  if (of === 0) return null;
  return events === 0 ? `0% (0 of ${formatCount(of)})` : formatRate(events / of);
}

/** One weight alone: `35%`, `33.3%`. Weights shown side by side go through `formatSplit`. */
export const formatWeight = (basisPoints: number): string => upToOneDecimal(basisPoints / TOTAL_BASIS_POINTS);

/**
 * All weights of a split, with one decimal at most. Where rounding would make them add up to anything but what they
 * do, the tenths left over go to the largest remainders.
 */
export function formatSplit(basisPoints: readonly number[]): string[] {
  const tenths = basisPoints.map((weight) => Math.floor(weight / 10));
  const total = Math.round(basisPoints.reduce((sum, weight) => sum + weight, 0) / 10);
  const missing = total - tenths.reduce((sum, weight) => sum + weight, 0);
  const byRemainder = basisPoints
    .map((weight, index) => ({ index, left: weight % 10 }))
    .sort((a, b) => b.left - a.left);
  for (const { index } of byRemainder.slice(0, missing)) tenths[index] = (tenths[index] ?? 0) + 1;
  return tenths.map((weight) => upToOneDecimal(weight / 1000));
}

/** A probability: `81%`, never 0% or 100%. */
export function formatChance(probability: number): string {
  if (probability > 0.99) return '>99%';
  if (probability < 0.01) return '<1%';
  return percent(probability, 0);
}

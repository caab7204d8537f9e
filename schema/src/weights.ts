import * as z from 'zod';

/** The weights of an experiment sum to exactly this. */
export const TOTAL_BASIS_POINTS = 10_000;

/** An agent's share of clicks in basis points. */
export const BasisPoints = z.int().min(0).max(TOTAL_BASIS_POINTS);

/**
 * Divides whole basis points in proportion to shares: every part is rounded down, and what is left goes to the largest
 * remainders, the earlier one on a tie. The parts sum to exactly `total`.
 *
 * @param shares  finite and not negative, of any sum above 0
 */
export function apportion(shares: readonly number[], total: number): number[] {
  const sum = shares.reduce((partial, share) => partial + share, 0);
  if (!(sum > 0) || sum === Infinity || shares.some((share) => !(share >= 0)))
    throw new RangeError('shares must be finite, none below 0, and not all 0');
  const exact = shares.map((share) => (share / sum) * total);
  const parts = exact.map(Math.floor);
  const missing = total - sumOfWeights(parts);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/** Shares as weights: basis points that sum to exactly 10 000. */
export const roundToBasisPoints = (shares: readonly number[]): number[] => apportion(shares, TOTAL_BASIS_POINTS);

export const sumOfWeights = (weights: readonly number[]): number =>
  weights.reduce((total, weight) => total + weight, 0);

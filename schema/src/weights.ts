import * as z from 'zod';

/** The weights of an experiment sum to exactly this. */
export const TOTAL_BASIS_POINTS = 10_000;

/** An agent's share of clicks in basis points. */
export const BasisPoints = z.int().min(0).max(TOTAL_BASIS_POINTS);

/**
 * Rounds shares to basis points that sum to exactly 10 000: every share is rounded down, and what is left goes to the
 * largest remainders, the earlier one on a tie.
 *
 * @param shares finite and not negative, of any sum above 0
 */
export function roundToBasisPoints(shares: readonly number[]): number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  if (!(sum > 0) || shares.some((share) => !(share >= 0))) throw new RangeError('shares must be positive numbers');
  const exact = shares.map((share) => (share / sum) * TOTAL_BASIS_POINTS);
  const rounded = exact.map(Math.floor);
  const missing = TOTAL_BASIS_POINTS - rounded.reduce((total, weight) => total + weight, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) rounded[index] = (rounded[index] ?? 0) + 1;
  return rounded;
}

export const sumOfWeights = (weights: readonly number[]): number => weights.reduce((total, weight) => total + weight, 0);

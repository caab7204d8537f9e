import { TOTAL_BASIS_POINTS } from '@alyson/schema';

/** 95% of a normal distribution lies within this many standard deviations. */
const NORMAL_95 = 1.96;

/**
 * Between which shares an agent's part of some clicks falls by chance alone, 95 times of 100.
 *
 * @param basisPoints the agent's weight
 * @returns shares from 0 to 1
 */
export function expectedShare(basisPoints: number, clicks: number): { low: number; high: number } {
  const share = basisPoints / TOTAL_BASIS_POINTS;
  if (clicks === 0) return { low: 0, high: 1 };
  const reach = NORMAL_95 * Math.sqrt((share * (1 - share)) / clicks);
  return { low: Math.max(0, share - reach), high: Math.min(1, share + reach) };
}

import type { Estimate } from '@alyson/schema';

/**
 * The span of values that shows every estimate's range with some air. Zero is not forced, but never passed.
 *
 * @param estimates at least one
 */
export function intervalDomain(estimates: readonly Estimate[]): [number, number] {
  const low = Math.max(0, Math.min(...estimates.map((estimate) => estimate.low)));
  const high = Math.max(...estimates.map((estimate) => estimate.high));
  const air = (high - low) * 0.06 || Math.max(high * 0.1, 0.01);
  return [Math.max(0, low - air), high + air];
}

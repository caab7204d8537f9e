const REACH = 2.6;
const STOPS = 13;

export interface DensityStop {
  /** Standard deviations from the estimate. */
  z: number;
  /** 1 at the estimate, falling off with the likelihood of the value. */
  opacity: number;
}

/** The stops of a gradient that shows how likely each value is: 13 of them over ±2.6 standard deviations. */
export const DENSITY_STOPS: readonly DensityStop[] = Array.from({ length: STOPS }, (_, i) => {
  const z = -REACH + (2 * REACH * i) / (STOPS - 1);
  return { z, opacity: Math.exp((-z * z) / 2) };
});

/** From where to where the gradient of an estimate runs; the plot cuts it off at 0. */
export function densityReach({ mean, sd }: { mean: number; sd: number }): { low: number; high: number } {
  return { low: mean - REACH * sd, high: mean + REACH * sd };
}

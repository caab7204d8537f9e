import type { Estimate } from '@alyson/schema';
import { Z_95 } from './normal.ts';

/** Mean and standard deviation of a quantity that is never below 0. */
export interface Moments {
  mean: number;
  sd: number;
}

/** A log-normal distribution by the mean and standard deviation of its logarithm. */
export interface LogNormal {
  mu: number;
  sigma: number;
}

/** The log-normal of these moments. @param moments with a mean above 0 */
export function logNormalOf({ mean, sd }: Moments): LogNormal {
  const variance = Math.log1p((sd / mean) ** 2);
  return { mu: Math.log(mean) - variance / 2, sigma: Math.sqrt(variance) };
}

/**
 * The moments with the bounds of their 95% range, as a log-normal has them: never below 0, longer upwards.
 *
 * @param most  what the quantity cannot exceed, e.g. 1 for a rate
 */
export function toEstimate(moments: Moments, most = Number.MAX_VALUE): Estimate {
  const { mean, sd } = moments;
  if (mean === 0) return { mean, sd, low: 0, high: Math.min(Z_95 * sd, most) };
  const { mu, sigma } = logNormalOf(moments);
  return {
    mean,
    sd,
    low: Math.exp(mu - Z_95 * sigma),
    high: Math.min(Math.exp(mu + Z_95 * sigma), most),
  };
}

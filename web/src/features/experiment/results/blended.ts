import type { Estimate } from '@alyson/schema';

/**
 * What a split earns as a whole: the agents' estimates mixed by their shares. Agents are taken as independent, as the
 * grader's own comparison takes them.
 *
 * @param parts shares in any unit; agents without a share may be left out
 * @returns null when an agent with a share has no estimate
 */
export function blended(parts: readonly { share: number; estimate: Estimate | null }[]): Estimate | null {
  const drawn = parts.filter((part) => part.share > 0);
  const whole = drawn.reduce((sum, part) => sum + part.share, 0);
  let mean = 0;
  let variance = 0;
  for (const { share, estimate } of drawn) {
    if (!estimate) return null;
    mean += (share / whole) * estimate.mean;
    variance += ((share / whole) * estimate.sd) ** 2;
  }
  if (drawn.length === 0) return null;
  const sd = Math.sqrt(variance);
  return { mean, sd, low: Math.max(0, mean - NORMAL_95 * sd), high: mean + NORMAL_95 * sd };
}

/** 95% of a normal distribution lies within this many standard deviations. */
const NORMAL_95 = 1.96;

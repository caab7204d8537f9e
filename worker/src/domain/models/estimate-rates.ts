import type { Moments } from '../log-normal.ts';
import type { Exposure } from './slot-exposure.ts';

/**
 * How many events of its own an agent needs before they count as much as everybody's. Six say that rates of landing
 * pages differ by some 40% (1/√6): wide on purpose, because too strong a pull costs the small experiments most.
 */
const PRIOR_EVENTS = 6;

/**
 * Events per click of each agent, Beta–Binomial, pulled mildly towards what all agents have in common.
 *
 * The common rate is itself only known as well as all events tell it, so the pull is weaker while there are few. Before
 * the first click the answer is "anything from 0 to 1".
 */
export function estimateRates(exposures: readonly Exposure[]): Moments[] {
  const events = exposures.reduce((sum, exposure) => sum + exposure.events, 0) + 0.5;
  const clicks = exposures.reduce((sum, exposure) => sum + exposure.clicks, 0) + 1;
  // A click may bring several leads; the rate of clicks that do still stays below 1.
  const common = Math.min(events / clicks, 0.999);
  const pull = 1 / (1 / PRIOR_EVENTS + 1 / events);
  return exposures.map((exposure) => {
    const successes = exposure.events + pull;
    const failures = Math.max(0, exposure.clicks - exposure.events) + (pull * (1 - common)) / common;
    const mean = successes / (successes + failures);
    return { mean, sd: Math.sqrt((mean * (1 - mean)) / (successes + failures + 1)) };
  });
}

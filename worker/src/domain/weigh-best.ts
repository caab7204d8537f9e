import { type LogNormal, logNormalOf, type Moments } from './log-normal.ts';
import { normalCumulative, normalDensity } from './normal.ts';

export interface BestOdds {
  /** Each quantity's chance of being the largest; they sum to 1. */
  probabilities: number[];
  /** The mean of the largest one: what a mind that knew the truth would earn. */
  expectedBest: number;
}

/** Where a normal distribution has no weight left, in standard deviations. */
const REACH = 8;

/**
 * Which of several independent log-normal quantities is the largest, by numerical integration: no draws, so the same
 * input always gives the same answer.
 *
 * P(k is largest) = ∫ φₖ(x) · Π Φⱼ(x) dx over the other j, on the scale of logarithms; the mean of the largest is the
 * same integral times eˣ, summed over k. The trapezoid rule on one grid is exact to nine digits for integrands this smooth.
 */
export function weighBest(quantities: readonly Moments[]): BestOdds {
  const largest = Math.max(0, ...quantities.map(({ mean }) => mean));
  if (largest === 0) return { probabilities: quantities.map(() => 1 / quantities.length), expectedBest: 0 };
  const distributions = withSaneWidths(quantities.map((moments) => distributionOf(moments, largest)));
  const { from, to, step } = gridOf(distributions);
  const masses = distributions.map(() => 0);
  let expectedBest = 0;
  for (let x = from; x <= to; x += step) {
    const densities = densitiesOfLargest(distributions, x);
    for (const [k, density] of densities.entries()) {
      masses[k] = (masses[k] ?? 0) + density * step;
      expectedBest += density * step * Math.exp(x);
    }
  }
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return { probabilities: masses.map((mass) => mass / total), expectedBest: expectedBest / total };
}

/** A logarithm has no 0: a millionth of the largest mean stands for nothing at all. */
const distributionOf = ({ mean, sd }: Moments, largest: number): LogNormal =>
  logNormalOf({ mean: Math.max(mean, largest * 1e-6), sd });

/** The grid is as fine as the narrowest distribution asks, so none may be much narrower than the widest. */
function withSaneWidths(distributions: readonly LogNormal[]): LogNormal[] {
  const least = Math.max(1e-6, ...distributions.map(({ sigma }) => sigma / 200));
  return distributions.map(({ mu, sigma }) => ({ mu, sigma: Math.max(sigma, least) }));
}

function gridOf(distributions: readonly LogNormal[]): { from: number; to: number; step: number } {
  return {
    // The largest is not below the highest of the lower ends.
    from: Math.max(...distributions.map(({ mu, sigma }) => mu - REACH * sigma)),
    // Times eˣ, a distribution's weight lies σ² higher.
    to: Math.max(...distributions.map(({ mu, sigma }) => mu + (REACH + sigma) * sigma)),
    step: Math.min(...distributions.map(({ sigma }) => sigma)) / 2,
  };
}

/** At x on the log scale: for each k, the density of "k is at x and every other is below". */
function densitiesOfLargest(distributions: readonly LogNormal[], x: number): number[] {
  const below = distributions.map(({ mu, sigma }) => normalCumulative((x - mu) / sigma));
  const othersBelow = productsWithoutEach(below);
  return distributions.map(({ mu, sigma }, k) => (normalDensity((x - mu) / sigma) / sigma) * (othersBelow[k] ?? 0));
}

/** For each position the product of all the others, without dividing: factors may be 0. */
function productsWithoutEach(factors: readonly number[]): number[] {
  const products = factors.map(() => 1);
  let before = 1;
  let after = 1;
  for (let i = 0, j = factors.length - 1; i < factors.length; i += 1, j -= 1) {
    products[i] = (products[i] ?? 1) * before;
    before *= factors[i] ?? 1;
    products[j] = (products[j] ?? 1) * after;
    after *= factors[j] ?? 1;
  }
  return products;
}

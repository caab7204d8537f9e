/** Clicks of one agent, or of several together, and what came of them: the sum over clicks, and of its squares. */
interface Sample {
  clicks: number;
  sum: number;
  sumOfSquares: number;
}

/** Two groups of clicks that chance alone told apart: under one release, whose weights stood still. */
export interface Stratum {
  watched: Sample;
  others: Sample;
}

/** What is on average known of a click of each group, and whether the watched one is surely worse. */
export interface Comparison {
  watchedMean: number;
  othersMean: number;
  isWorse: boolean;
}

/** Fewer say nothing, and the normal distribution does not fit them. */
const LEAST_CLICKS = 100;
const LEAST_OUTCOMES = 10;

/** Where the boundary is tightest, in effective clicks: about what a small test needs to see a large difference. */
const TIGHTEST_AT = 500;

/**
 * Whether the watched group does worse than the others, however often one looks: a mixture sequential test (Robbins), one
 * side of it. Over a whole ramp it cries wolf with the chance `alpha` at most, although it looks every few seconds.
 *
 * Groups are compared within each stratum only. As weights change the gaining agent's clicks grow younger than the others',
 * and a young click has had no time to bring a lead.
 */
export function compareOutcomes(strata: readonly Stratum[], outcomes: number, alpha: number): Comparison {
  const watched = total(strata.map((stratum) => stratum.watched));
  const others = total(strata.map((stratum) => stratum.others));
  const means = { watchedMean: meanOf(watched), othersMean: meanOf(others) };
  const isTooEarly = Math.min(watched.clicks, others.clicks) < LEAST_CLICKS || outcomes < LEAST_OUTCOMES;
  const variance = varianceOf(watched, others);
  if (isTooEarly || variance <= 0) return { ...means, isWorse: false };
  let effectiveClicks = 0;
  let difference = 0;
  for (const { watched: one, others: other } of strata) {
    if (one.clicks === 0 || other.clicks === 0) continue;
    const weight = (one.clicks * other.clicks) / (one.clicks + other.clicks);
    effectiveClicks += weight;
    difference += weight * (meanOf(one) - meanOf(other));
  }
  if (effectiveClicks === 0) return { ...means, isWorse: false };
  const z = difference / Math.sqrt(variance * effectiveClicks);
  return { ...means, isWorse: z <= -boundary(effectiveClicks, alpha) };
}

function boundary(effectiveClicks: number, alpha: number): number {
  const ratio = TIGHTEST_AT / effectiveClicks;
  return Math.sqrt((1 + ratio) * Math.log((effectiveClicks + TIGHTEST_AT) / (TIGHTEST_AT * (2 * alpha) ** 2)));
}

/** Of one click, about its group's mean. */
function varianceOf(watched: Sample, others: Sample): number {
  const clicks = watched.clicks + others.clicks;
  const within = [watched, others].map((group) => group.sumOfSquares - group.clicks * meanOf(group) ** 2);
  return ((within[0] ?? 0) + (within[1] ?? 0)) / clicks;
}

const meanOf = ({ clicks, sum }: Sample): number => (clicks === 0 ? 0 : sum / clicks);

function total(samples: readonly Sample[]): Sample {
  return samples.reduce(
    (all, { clicks, sum, sumOfSquares }) => ({
      clicks: all.clicks + clicks,
      sum: all.sum + sum,
      sumOfSquares: all.sumOfSquares + sumOfSquares,
    }),
    { clicks: 0, sum: 0, sumOfSquares: 0 },
  );
}

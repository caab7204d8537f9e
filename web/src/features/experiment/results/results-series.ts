import { DAY_MS, type ExperimentResults, HOUR_MS, roundToBasisPoints } from '@alyson/schema';
import type { LinePoint } from '../../../ui/charts/line-chart.tsx';
import type { ShareStep } from '../../../ui/charts/step-stack.ts';

type Series = ExperimentResults['series'];
export type Measure = 'clicks' | 'leads' | 'revenue';

/** A day of a change of summer time is an hour shorter. */
const SHORTEST_DAY_MS = DAY_MS - HOUR_MS;
const LONGEST_HOURLY_SPAN_MS = 3 * DAY_MS;

/** How long the buckets of a series are: an hour or a day, read off its own gaps. */
export function bucketMs(series: Series, from: number, to: number): number {
  const starts = series.map((bucket) => Date.parse(bucket.at));
  const gaps = starts.slice(1).map((start, i) => start - (starts[i] ?? start));
  if (gaps.length === 0) return to - from <= LONGEST_HOURLY_SPAN_MS ? HOUR_MS : DAY_MS;
  return Math.min(...gaps) < SHORTEST_DAY_MS ? HOUR_MS : DAY_MS;
}

/**
 * A measure per agent and bucket, from the first bucket with traffic to `to`. The API leaves buckets without traffic
 * out; here they are zeros, because nothing came in them.
 *
 * @returns clicks and leads as counts, revenue in micro-units
 */
export function measurePoints(
  series: Series,
  agentIds: readonly string[],
  measure: Measure,
  bucket: number,
  to: number,
): LinePoint[] {
  const points: LinePoint[] = [];
  const fillUntil = (end: number) => {
    for (let last = points.at(-1); last && end - last.at > bucket * 1.5; last = points.at(-1))
      points.push({ at: last.at + bucket, values: agentIds.map(() => 0) });
  };
  for (const one of series) {
    const at = Date.parse(one.at);
    fillUntil(at);
    points.push({
      at,
      values: agentIds.map((id) =>
        measured(
          one.agents.find((agent) => agent.agentId === id),
          measure,
        ),
      ),
    });
  }
  fillUntil(to + bucket / 2);
  return points;
}

type Values = Series[number]['agents'][number];

function measured(values: Values | undefined, measure: Measure): number {
  if (!values) return 0;
  switch (measure) {
    case 'clicks':
      return values.clicks;
    case 'leads':
      return values.leads;
    case 'revenue':
      return values.revenueMicros;
    default:
      return measure satisfies never;
  }
}

/** The shares that clicks really went in, bucket by bucket; nothing where no click came. */
export function servedSteps(points: readonly LinePoint[]): ShareStep[] {
  return points.map(({ at, values }) => ({
    at,
    shares: values.some((clicks) => clicks > 0) ? roundToBasisPoints(values) : null,
  }));
}

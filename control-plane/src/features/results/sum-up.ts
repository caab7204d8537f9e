import { type DirectedOutcomes, type ExperimentResults, type Outcomes, toTimestamp } from '@alyson/schema';
import type * as z from 'zod';
import type { ClicksOfBucket, OutcomesOfBucket } from '../../outcomes/outcomes.store.ts';

/** The sum of all buckets. */
export function total(clicks: readonly ClicksOfBucket[], outcomes: readonly OutcomesOfBucket[]): Outcomes {
  const sum = { clicks: 0, botClicks: 0, leads: 0, sales: 0, revenueMicros: 0 };
  for (const bucket of clicks) {
    sum.clicks += bucket.clicks;
    sum.botClicks += bucket.botClicks;
  }
  for (const bucket of outcomes) {
    sum.leads += bucket.leads;
    sum.sales += bucket.sales;
    sum.revenueMicros += bucket.revenueMicros;
  }
  return sum;
}

/** The sum of what links and rules sent. */
export function totalDirected(
  clicks: readonly ClicksOfBucket[],
  outcomes: readonly OutcomesOfBucket[],
): DirectedOutcomes {
  const sum = { clicks: 0, leads: 0, sales: 0, revenueMicros: 0 };
  for (const bucket of clicks) sum.clicks += bucket.directedClicks;
  for (const bucket of outcomes) {
    sum.leads += bucket.directedLeads;
    sum.sales += bucket.directedSales;
    sum.revenueMicros += bucket.directedRevenueMicros;
  }
  return sum;
}

type Point = z.input<typeof ExperimentResults>['series'][number];

/** Only buckets with traffic, oldest first. */
export function toSeries(clicks: readonly ClicksOfBucket[], outcomes: readonly OutcomesOfBucket[]): Point[] {
  const points = new Map<number, Map<string, Point['agents'][number]>>();
  const pointOf = ({ at, agentId }: ClicksOfBucket | OutcomesOfBucket) => {
    const agents = points.get(at.getTime()) ?? new Map<string, Point['agents'][number]>();
    const agent = agents.get(agentId) ?? { agentId, clicks: 0, leads: 0, revenueMicros: 0 };
    points.set(at.getTime(), agents.set(agentId, agent));
    return agent;
  };
  for (const bucket of clicks) pointOf(bucket).clicks += bucket.clicks;
  for (const bucket of outcomes) {
    const point = pointOf(bucket);
    point.leads += bucket.leads;
    point.revenueMicros += bucket.revenueMicros;
  }
  return [...points]
    .sort(([a], [b]) => a - b)
    .map(([at, agents]) => ({ at: toTimestamp(at), agents: [...agents.values()] }));
}

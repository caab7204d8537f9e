import { type DecisionReason, type FunnelDimension, HOUR_MS, isGraded, type PageStep } from '@alyson/schema';
import type { StepCount, VisitCount } from './funnel-hours.store.ts';

/** What a funnel needs to know of a click. */
export interface FunnelClick {
  experimentId: string | null;
  agentId: string | null;
  affiliateId: string | null;
  source: string | null;
  clickedAt: Date;
  isBot: boolean;
  reason: DecisionReason | null;
}

/** A step that a click has taken for the first time. */
export interface StepOfClick {
  click: FunnelClick;
  step: PageStep;
  reportedAt: Date;
}

/** A source is free text, and has a place in an index. */
export const LONGEST_VALUE = 200;

/** Clicks per hour and by each dimension: those that the results count too. */
export function countVisits(clicks: readonly FunnelClick[]): VisitCount[] {
  const counts = new Map<string, VisitCount>();
  for (const click of clicks)
    for (const place of placesOf(click)) {
      const count = takeFrom(counts, keyOf(place), () => ({ ...place, clicks: 0 }));
      count.clicks += 1;
    }
  return [...counts.values()];
}

/** The same of steps, told apart also by the hour in which they came. */
export function countSteps(steps: readonly StepOfClick[]): StepCount[] {
  const counts = new Map<string, StepCount>();
  for (const { click, step, reportedAt } of steps)
    for (const place of placesOf(click)) {
      const reportedHour = hourOf(reportedAt);
      const none = { viewed: 0, quizStarted: 0, quizSubmitted: 0 };
      const key = `${keyOf(place)} ${reportedHour.getTime()}`;
      takeFrom(counts, key, () => ({ ...place, reportedHour, ...none }))[COLUMN_OF_STEP[step]] += 1;
    }
  return [...counts.values()];
}

const COLUMN_OF_STEP = {
  viewed: 'viewed',
  quiz_started: 'quizStarted',
  quiz_submitted: 'quizSubmitted',
} as const satisfies Record<PageStep, keyof StepCount>;

function placesOf({ experimentId, agentId, affiliateId, source, clickedAt, isBot, reason }: FunnelClick) {
  // From before clicks were told apart there are none but graded ones.
  if (experimentId === null || agentId === null || isBot || (reason !== null && !isGraded(reason))) return [];
  const values: Record<FunnelDimension, string | null> = { agent: agentId, affiliate: affiliateId, source };
  const hour = hourOf(clickedAt);
  return (Object.keys(values) as FunnelDimension[]).map((dimension) => ({
    experimentId,
    dimension,
    hour,
    value: [...(values[dimension] ?? '')].slice(0, LONGEST_VALUE).join(''),
  }));
}

const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);

const keyOf = ({ experimentId, dimension, hour, value }: Omit<VisitCount, 'clicks'>): string =>
  JSON.stringify([experimentId, dimension, hour.getTime(), value]);

function takeFrom<T>(map: Map<string, T>, key: string, make: () => T): T {
  const kept = map.get(key) ?? make();
  map.set(key, kept);
  return kept;
}

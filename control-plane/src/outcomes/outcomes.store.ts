import { agentHours, buyerEvents } from '@alyson/schema/tables';
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

/** Clicks of an experiment in a stretch of time; `from` is a whole hour. */
export interface ClickRange {
  experimentId: string;
  from: Date;
  to: Date;
}

/** How long a bucket of time is: an hour, or a day on the clocks of a timezone. */
export type BucketLength = { unit: 'hour' } | { unit: 'day'; timezone: string };

export interface ClicksOfBucket {
  agentId: string;
  at: Date;
  clicks: number;
  botClicks: number;
}

/** What buyers reported of the clicks of a bucket, whenever they reported it. */
export interface OutcomesOfBucket {
  agentId: string;
  at: Date;
  leads: number;
  sales: number;
  revenueMicros: number;
}

/** Clicks by agent and time of click, counted as they were stored: no click is read. */
export async function countClicks(db: Database, range: ClickRange, length: BucketLength): Promise<ClicksOfBucket[]> {
  const at = bucketOf(agentHours.hour, length);
  const { agentId, clicks, botClicks } = agentHours;
  return db
    .select({ agentId, at, clicks: sumOf(clicks), botClicks: sumOf(botClicks) })
    .from(agentHours)
    .where(
      and(
        eq(agentHours.experimentId, range.experimentId),
        gte(agentHours.hour, range.from),
        lt(agentHours.hour, range.to),
      ),
    )
    .groupBy(agentId, at)
    .orderBy(at, agentId);
}

/**
 * Leads, sales and net revenue by agent and time of click. A lead that was reported in several steps is one lead. Outcomes
 * of bots' clicks are left out, as the clicks are.
 */
export async function sumOutcomes(db: Database, range: ClickRange, length: BucketLength): Promise<OutcomesOfBucket[]> {
  const at = bucketOf(buyerEvents.clickedAt, length);
  const agentId = sql<string>`${buyerEvents.agentId}`;
  return db
    .select({ agentId, at, leads: LEADS, sales: SALES, revenueMicros: REVENUE })
    .from(buyerEvents)
    .where(and(isCounted, eq(buyerEvents.experimentId, range.experimentId), isBetween(range)))
    .groupBy(agentId, at)
    .orderBy(at, agentId);
}

/** When a buyer last reported anything of this experiment. */
export async function findLastEventAt(db: Database, experimentId: string): Promise<Date | null> {
  const [newest] = await db
    .select({ receivedAt: buyerEvents.receivedAt })
    .from(buyerEvents)
    .where(eq(buyerEvents.experimentId, experimentId))
    .orderBy(desc(buyerEvents.receivedAt), desc(buyerEvents.id))
    .limit(1);
  return newest?.receivedAt ?? null;
}

const isBetween = ({ from, to }: ClickRange) => and(gte(buyerEvents.clickedAt, from), lt(buyerEvents.clickedAt, to));

/** On a person's click that an agent got. */
export const isCounted = sql`${buyerEvents.agentId} is not null and not ${buyerEvents.isBot}`;

export const LEADS = sql<number>`(count(distinct (${buyerEvents.buyerId}, ${buyerEvents.leadId})) filter (where ${buyerEvents.kind} = 'lead'))::int`;
export const SALES = sql<number>`(count(*) filter (where ${buyerEvents.kind} = 'sale'))::int`;
/** Exact up to the safe integers, which is nine billion of the currency. */
export const REVENUE = sql<number>`coalesce(sum(${buyerEvents.effectMicros}), 0)::float8`;

const sumOf = (column: typeof agentHours.clicks | typeof agentHours.botClicks) => sql<number>`sum(${column})::int`;

function bucketOf(
  column: typeof agentHours.hour | typeof buyerEvents.clickedAt,
  length: BucketLength,
): SQL.Aliased<Date> {
  const bucket =
    length.unit === 'hour'
      ? sql`date_trunc('hour', ${column}, 'UTC')`
      : sql`date_trunc('day', ${column}, ${length.timezone})`;
  // By its name wherever it stands again: with the timezone as a parameter of its own it would be another expression.
  return (bucket.mapWith(agentHours.hour) as SQL<Date>).as('bucket');
}

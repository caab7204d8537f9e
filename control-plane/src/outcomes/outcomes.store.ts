import { GRADED_REASONS } from '@alyson/schema';
import { agentHours, buyerEvents } from '@alyson/schema/tables';
import { and, desc, eq, gte, inArray, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '../io/database.ts';
import { eventsAsKnown, type Known, NOW } from './known.store.ts';

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
  /** Of people, given to the agent by chance: those that compare agents (R17). */
  clicks: number;
  /** Of people, sent to the agent by a link or a rule. */
  directedClicks: number;
  botClicks: number;
}

/** What buyers reported of the clicks of a bucket, whenever they reported it. */
export interface OutcomesOfBucket {
  agentId: string;
  at: Date;
  leads: number;
  sales: number;
  revenueMicros: number;
  /** The same of clicks that a link or a rule sent to the agent. */
  directedLeads: number;
  directedSales: number;
  directedRevenueMicros: number;
}

/** Clicks by agent and time of click, counted as they were stored: no click is read. */
export async function countClicks(db: Database, range: ClickRange, length: BucketLength): Promise<ClicksOfBucket[]> {
  const at = bucketOf(agentHours.hour, length);
  const { agentId } = agentHours;
  return db
    .select({ agentId, at, ...CLICK_SUMS })
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
export async function sumOutcomes(
  db: Database,
  range: ClickRange,
  length: BucketLength,
  known: Known = NOW,
): Promise<OutcomesOfBucket[]> {
  const at = bucketOf(buyerEvents.clickedAt, length);
  const agentId = sql<string>`${buyerEvents.agentId}`;
  return db
    .with(...eventsAsKnown(db, known, range.experimentId))
    .select({ agentId, at, ...OUTCOME_SUMS })
    .from(buyerEvents)
    .where(and(isCounted, eq(buyerEvents.experimentId, range.experimentId), isBetween(range)))
    .groupBy(agentId, at)
    .orderBy(at, agentId);
}

/** When a buyer last reported anything of this experiment. */
export async function findLastEventAt(db: Database, experimentId: string, known: Known = NOW): Promise<Date | null> {
  const [newest] = await db
    .with(...eventsAsKnown(db, known, experimentId))
    .select({ receivedAt: buyerEvents.receivedAt })
    .from(buyerEvents)
    .where(
      and(
        eq(buyerEvents.experimentId, experimentId),
        known.kind === 'now' ? undefined : isNotNull(buyerEvents.clickId),
      ),
    )
    .orderBy(desc(buyerEvents.receivedAt), desc(buyerEvents.id))
    .limit(1);
  return newest?.receivedAt ?? null;
}

const isBetween = ({ from, to }: ClickRange) => and(gte(buyerEvents.clickedAt, from), lt(buyerEvents.clickedAt, to));

/** On a person's click that an agent got, and not withdrawn. */
export const isCounted = sql`${buyerEvents.agentId} is not null and not ${buyerEvents.isBot} and ${buyerEvents.withdrawnAt} is null`;

/** On a click that compares agents. Events from before clicks were told apart are: there were no others then. */
export const isOfGraded = sql`(${buyerEvents.clickReason} is null or ${inArray(buyerEvents.clickReason, [...GRADED_REASONS])})`;

const leadsOf = (condition: SQL) =>
  sql<number>`(count(distinct (${buyerEvents.buyerId}, ${buyerEvents.leadId})) filter (where ${buyerEvents.kind} = 'lead' and ${condition}))::int`;
const salesOf = (condition: SQL) =>
  sql<number>`(count(*) filter (where ${buyerEvents.kind} = 'sale' and ${condition}))::int`;
/** Exact up to the safe integers, which is nine billion of the currency. */
const revenueOf = (condition: SQL) =>
  sql<number>`coalesce(sum(${buyerEvents.effectMicros}) filter (where ${condition}), 0)::float8`;

const isDirected = sql`not ${isOfGraded}`;

/** Of a group of events. */
export const OUTCOME_SUMS = {
  leads: leadsOf(isOfGraded),
  sales: salesOf(isOfGraded),
  revenueMicros: revenueOf(isOfGraded),
  directedLeads: leadsOf(isDirected),
  directedSales: salesOf(isDirected),
  directedRevenueMicros: revenueOf(isDirected),
};

/** Of clicks, by the hour or the day. */
export const sumOf = (column: AnyPgColumn) => sql<number>`sum(${column})::int`;

/** Of a group of counted hours. */
const CLICK_SUMS = {
  clicks: sumOf(agentHours.clicks),
  directedClicks: sumOf(agentHours.directedClicks),
  botClicks: sumOf(agentHours.botClicks),
};

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

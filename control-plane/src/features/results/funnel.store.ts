import type { FunnelBy, FunnelDates } from '@alyson/schema';
import { buyerEvents, clicks, funnelHours, segmentSources } from '@alyson/schema/tables';
import { and, eq, gte, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { DelayCount } from '../../domain/arrival-curve.ts';
import { LONGEST_VALUE } from '../../funnel/count-visits.ts';
import type { Database } from '../../io/database.ts';
import { isCounted, isOfGraded, OUTCOME_SUMS } from '../../outcomes/outcomes.store.ts';

export interface FunnelQuery {
  experimentId: string;
  by: FunnelBy;
  dates: FunnelDates;
  from: Date;
  to: Date;
  /** In which days begin. */
  timezone: string;
  /** Age is counted from here back. */
  now: Date;
}

/** What a funnel's row is known by. */
interface Key {
  key: string;
  isRest: boolean;
}

export interface Visits extends Key {
  /** The last slot of time that is over for these clicks; -1 where none is. */
  ageSlot: number;
  clicks: number;
  viewed: number;
  quizStarted: number;
  quizSubmitted: number;
}

export interface Outcomes extends Key {
  leads: number;
  sales: number;
}

/**
 * Ages and delays are told apart in these slots, each up to so many hours; what comes later than 90 days after its click
 * counts as nothing here.
 */
const HOURS_OF_SLOTS = [1, 2, 4, 8, 12, 24, 36, 48, 72, 96, 120, 144, 168, 240, 336, 480, 720, 1080, 1440, 2160];
export const SLOTS = HOURS_OF_SLOTS.length;

/** So many affiliates or sources have a row of their own, those with the most clicks. */
const MOST_ROWS = 200;

const BOUNDS = sql.raw(`array[${HOURS_OF_SLOTS.join(',')}]::float8[]`);
const slotOf = (hours: SQL) => sql`width_bucket(${hours}, ${BOUNDS})`;
const hoursOf = (interval: SQL) => sql`(extract(epoch from ${interval}) / 3600)::float8`;

/** Clicks and steps, as they were counted hour by hour. */
export async function countSteps(db: Database, query: FunnelQuery): Promise<Visits[]> {
  const { by, dates, now } = query;
  const { key, isRest } = keyOf(query, funnelHours.hour);
  const sumOf = (step: 'viewed' | 'quiz_started' | 'quiz_submitted') =>
    sql.raw(`sum(${dates === 'click' ? step : `reported_${step}`})::int`);
  const ageSlot = sql`${slotOf(hoursOf(sql`${now.toISOString()}::timestamptz - ${funnelHours.hour}`))} - 1`;
  const { rows } = await db.execute<Visits & Record<string, unknown>>(sql`
    with told as (
      select ${key} as key, ${isRest} as is_rest, ${ageSlot} as age_slot, sum(clicks)::int as clicks,
        ${sumOf('viewed')} as viewed, ${sumOf('quiz_started')} as quiz_started, ${sumOf('quiz_submitted')} as quiz_submitted
      from ${funnelHours} where ${isOfExperiment(query)} group by 1, 2, 3),
    ranked as (
      select key, is_rest, row_number() over (order by sum(clicks) desc, key) as place from told group by key, is_rest),
    shown as (
      select told.*, told.is_rest or ${by === 'affiliate' || by === 'source' ? sql`place > ${MOST_ROWS}` : sql`false`} as rest
      from told join ranked using (key, is_rest))
    select case when rest then '' else key end as key, rest as "isRest", age_slot as "ageSlot", sum(clicks)::int as clicks,
      sum(viewed)::int as viewed, sum(quiz_started)::int as "quizStarted", sum(quiz_submitted)::int as "quizSubmitted"
    from shown group by 1, 2, 3`);
  return rows;
}

function isOfExperiment({ experimentId, by, from, to }: FunnelQuery): SQL | undefined {
  return and(
    eq(funnelHours.experimentId, experimentId),
    eq(funnelHours.dimension, by === 'day' ? 'agent' : by),
    gte(funnelHours.hour, from),
    lt(funnelHours.hour, to),
  );
}

function keyOf({ by, timezone }: Pick<FunnelQuery, 'by' | 'timezone'>, time: SQL | typeof funnelHours.hour) {
  if (by === 'day') return { key: sql`(${time} at time zone ${timezone})::date::text`, isRest: sql`false` };
  return { key: sql`${funnelHours.value}`, isRest: sql`${funnelHours.isRest}` };
}

/**
 * Leads and sales, counted as in the results. An affiliate's or a source's are told by their clicks, in whose hour it had
 * a row of its own or not.
 */
export async function countOutcomes(db: Database, query: FunnelQuery): Promise<Outcomes[]> {
  const { experimentId, by, dates, from, to, timezone } = query;
  const time = dates === 'click' ? buyerEvents.clickedAt : buyerEvents.receivedAt;
  const isWanted = and(
    eq(buyerEvents.experimentId, experimentId),
    gte(time, from),
    lt(time, to),
    isCounted,
    isOfGraded,
    inArray(buyerEvents.kind, ['lead', 'sale']),
  );
  const { leads, sales } = OUTCOME_SUMS;
  switch (by) {
    case 'agent': {
      const key = sql<string>`${buyerEvents.agentId}`;
      const isRest = sql<boolean>`false`;
      return db.select({ key, isRest, leads, sales }).from(buyerEvents).where(isWanted).groupBy(buyerEvents.agentId);
    }
    case 'day': {
      const key = sql<string>`(${time} at time zone ${timezone})::date::text`.as('day');
      const isRest = sql<boolean>`false`;
      return db.select({ key, isRest, leads, sales }).from(buyerEvents).where(isWanted).groupBy(key);
    }
    case 'affiliate':
    case 'source': {
      const value = sql`left(coalesce(${by === 'affiliate' ? clicks.affiliateId : clicks.source}, ''), ${LONGEST_VALUE})`;
      const key = sql<string>`coalesce(${funnelHours.value}, '')`.as('group_key');
      const isRest = sql<boolean>`${funnelHours.value} is null`.as('group_is_rest');
      return db
        .select({ key, isRest, leads, sales })
        .from(buyerEvents)
        .leftJoin(clicks, eq(clicks.id, buyerEvents.clickId))
        .leftJoin(
          funnelHours,
          and(
            eq(funnelHours.experimentId, buyerEvents.experimentId),
            eq(funnelHours.dimension, by),
            eq(funnelHours.hour, sql`date_trunc('hour', ${buyerEvents.clickedAt}, 'UTC')`),
            eq(funnelHours.isRest, false),
            eq(funnelHours.value, value),
            sql`${clicks.id} is not null`,
          ),
        )
        .where(isWanted)
        .groupBy(key, isRest);
    }
    default:
      return by satisfies never;
  }
}

/** How late leads and sales came of clicks since then, told apart by how old their clicks are now. */
export async function countDelays(
  db: Database,
  { experimentId, now }: Pick<FunnelQuery, 'experimentId' | 'now'>,
  since: Date,
): Promise<(DelayCount & { kind: 'lead' | 'sale' })[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const delaySlot = sql<number>`${slotOf(hoursOf(sql`greatest(${buyerEvents.receivedAt} - ${buyerEvents.clickedAt}, interval '0')`))}`;
  const ageSlot = sql<number>`${slotOf(hoursOf(sql`${at} - ${buyerEvents.clickedAt}`))} - 1`;
  const told = db
    .select({
      kind: sql<'lead' | 'sale'>`${buyerEvents.kind}`.as('kind'),
      delaySlot: delaySlot.as('delay_slot'),
      ageSlot: ageSlot.as('age_slot'),
    })
    .from(buyerEvents)
    .where(
      and(
        eq(buyerEvents.experimentId, experimentId),
        gte(buyerEvents.clickedAt, since),
        isCounted,
        isOfGraded,
        inArray(buyerEvents.kind, ['lead', 'sale']),
      ),
    )
    .as('told');
  return db
    .select({
      kind: told.kind,
      delaySlot: told.delaySlot,
      ageSlot: told.ageSlot,
      count: sql<number>`count(*)::int`,
    })
    .from(told)
    .where(sql`${told.delaySlot} <= ${told.ageSlot}`)
    .groupBy(told.kind, told.delaySlot, told.ageSlot);
}

export async function hasSegmentSource(db: Database, workspaceId: string): Promise<boolean> {
  const isOpen = and(eq(segmentSources.workspaceId, workspaceId), isNull(segmentSources.removedAt));
  return (await db.select({ id: segmentSources.id }).from(segmentSources).where(isOpen).limit(1)).length > 0;
}

import { agentHours, buyerEvents, clicks, edges, ramps } from '@alyson/schema/tables';
import { and, desc, eq, gt, gte, inArray, sql } from 'drizzle-orm';
import type { RampOutcome } from '../../domain/judge-ramp.ts';
import type { NewRamp, RampRow } from '../../experiment/ramps.store.ts';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';
import { isCounted, isOfGraded } from '../../outcomes/outcomes.store.ts';

export async function insertRamp(tx: Tx, ramp: NewRamp): Promise<void> {
  await tx.insert(ramps).values(ramp);
}

/** Those that may have to take a step, or be stopped; in every workspace. */
export function findRampsUnderWay(db: Database): Promise<RampRow[]> {
  return db
    .select()
    .from(ramps)
    .where(inArray(ramps.state, ['running', 'paused']));
}

/** Newest first. */
export function pageOfRamps(db: Database, experimentId: string, after: PageKey | null, limit: number) {
  return db
    .select()
    .from(ramps)
    .where(and(eq(ramps.experimentId, experimentId), isAfter(ramps.startedAt, ramps.id, after)))
    .orderBy(desc(ramps.startedAt), desc(ramps.id))
    .limit(limit);
}

/** Which clicks a ramp is judged by. */
type RampedClicks = Pick<RampRow, 'experimentId' | 'startedAt' | 'startReleaseNumber'>;

/** What each agent's clicks of each of a ramp's releases have brought. */
export async function readOutcomes(db: Database, ramp: RampedClicks): Promise<RampOutcome[]> {
  const counted = await countClicks(db, ramp);
  const brought = await sumUp(db, ramp);
  const keyOf = (row: { agentId: string; releaseNumber: number }) => `${row.agentId} ${row.releaseNumber}`;
  const known = new Map(brought.map((row) => [keyOf(row), row]));
  return counted.map(({ agentId, releaseNumber, clicks }) => {
    const { leads = 0, revenue = 0, revenueSquared = 0 } = known.get(keyOf({ agentId, releaseNumber })) ?? {};
    return { agentId, releaseNumber, clicks, leads, revenue, revenueSquared };
  });
}

const countClicks = (db: Database, { experimentId, startedAt, startReleaseNumber }: RampedClicks) =>
  db
    .select({
      agentId: agentHours.agentId,
      releaseNumber: agentHours.releaseNumber,
      clicks: sql<number>`sum(${agentHours.clicks})::int`,
    })
    .from(agentHours)
    .where(
      and(
        eq(agentHours.experimentId, experimentId),
        gte(agentHours.hour, sql`date_trunc('hour', ${startedAt.toISOString()}::timestamptz, 'UTC')`),
        gt(agentHours.releaseNumber, startReleaseNumber),
      ),
    )
    .groupBy(agentHours.agentId, agentHours.releaseNumber);

/** By click first: a lead in several steps is one, and a click's sales are one amount. */
function sumUp(db: Database, { experimentId, startedAt, startReleaseNumber }: RampedClicks) {
  const perClick = db
    .select({
      clickId: buyerEvents.clickId,
      agentId: sql<string>`${buyerEvents.agentId}`.as('owner_id'),
      isLead: sql<boolean>`bool_or(${buyerEvents.kind} = 'lead')`.as('is_lead'),
      revenue: sql<number>`coalesce(sum(${buyerEvents.effectMicros}), 0)::float8 / 1e6`.as('brought'),
    })
    .from(buyerEvents)
    .where(
      and(eq(buyerEvents.experimentId, experimentId), gte(buyerEvents.clickedAt, startedAt), isCounted, isOfGraded),
    )
    .groupBy(buyerEvents.clickId, buyerEvents.agentId)
    .as('per_click');
  return db
    .select({
      agentId: perClick.agentId,
      releaseNumber: sql<number>`${clicks.releaseNumber}`,
      leads: sql<number>`(count(*) filter (where ${perClick.isLead}))::int`,
      revenue: sql<number>`sum(${perClick.revenue})::float8`,
      revenueSquared: sql<number>`sum(${perClick.revenue} * ${perClick.revenue})::float8`,
    })
    .from(perClick)
    .innerJoin(clicks, eq(clicks.id, perClick.clickId))
    .where(gt(clicks.releaseNumber, startReleaseNumber))
    .groupBy(perClick.agentId, clicks.releaseNumber);
}

/** What each of these edges was last seen to hold of an experiment; 0 where that is nothing, or nobody heard of it. */
export async function readHeldNumbers(
  db: Database,
  experimentId: string,
  edgeUrls: readonly string[],
): Promise<number[]> {
  if (edgeUrls.length === 0) return [];
  const rows = await db
    .select({
      name: edges.name,
      number: sql<number>`coalesce((${edges.state} -> 'releases' ->> ${experimentId})::int, 0)`,
    })
    .from(edges)
    .where(inArray(edges.name, [...edgeUrls]));
  const held = new Map(rows.map(({ name, number }) => [name, number]));
  return edgeUrls.map((url) => held.get(url) ?? 0);
}

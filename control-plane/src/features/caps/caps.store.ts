import { HOUR_MS, type Instant } from '@alyson/schema';
import { agentHours, agents, clicks, experiments } from '@alyson/schema/tables';
import { and, eq, gte, inArray, isNotNull, lt, not, or, type SQL, sql } from 'drizzle-orm';
import type { CappedAgent } from '../../domain/judge-caps.ts';
import type { Database, Tx } from '../../io/database.ts';

export interface CappedRows {
  id: string;
  workspaceId: string;
  timezone: string;
  dailyCap: number | null;
  isCapped: boolean;
  agents: CappedAgent[];
}

/** Experiments that run and have a cap, or had one. */
export async function findCapped(db: Database): Promise<CappedRows[]> {
  const { id, workspaceId, timezone, dailyCap, isCapped, state } = experiments;
  const hasCap = (table: typeof experiments | typeof agents): SQL | undefined =>
    or(isNotNull(table.dailyCap), table.isCapped);
  const ofAgents = db.select({ id: agents.experimentId }).from(agents).where(hasCap(agents));
  const found = await db
    .select({ id, workspaceId, timezone, dailyCap, isCapped })
    .from(experiments)
    .where(and(eq(state, 'running'), or(hasCap(experiments), inArray(id, ofAgents))));
  if (found.length === 0) return [];
  const ofThese = inArray(
    agents.experimentId,
    found.map((experiment) => experiment.id),
  );
  const byExperiment = Map.groupBy(await db.select().from(agents).where(ofThese), (agent) => agent.experimentId);
  return found.map((experiment) => ({ ...experiment, agents: byExperiment.get(experiment.id) ?? [] }));
}

/** Clicks of people that agents were given since a moment, by agent. */
export async function countClicksSince(
  db: Database,
  experimentId: string,
  since: Instant,
): Promise<Map<string, number>> {
  // Where a timezone's day begins within an hour, the rest of that hour is counted click by click.
  const wholeFrom = Math.ceil(since / HOUR_MS) * HOUR_MS;
  const counts = new Map<string, number>();
  const add = (rows: readonly { agentId: string | null; clicks: number }[]) => {
    for (const row of rows) counts.set(row.agentId ?? '', (counts.get(row.agentId ?? '') ?? 0) + row.clicks);
  };
  add(await countHours(db, experimentId, new Date(wholeFrom)));
  if (wholeFrom > since) add(await countBetween(db, experimentId, new Date(since), new Date(wholeFrom)));
  return counts;
}

const countHours = (db: Database, experimentId: string, from: Date) =>
  db
    .select({
      agentId: agentHours.agentId,
      clicks: sql<number>`sum(${agentHours.clicks} + ${agentHours.directedClicks})::int`,
    })
    .from(agentHours)
    .where(and(eq(agentHours.experimentId, experimentId), gte(agentHours.hour, from)))
    .groupBy(agentHours.agentId);

const countBetween = (db: Database, experimentId: string, from: Date, to: Date) =>
  db
    .select({ agentId: clicks.agentId, clicks: sql<number>`count(*)::int` })
    .from(clicks)
    .where(
      and(
        eq(clicks.experimentId, experimentId),
        gte(clicks.clickedAt, from),
        lt(clicks.clickedAt, to),
        not(clicks.isBot),
        isNotNull(clicks.agentId),
      ),
    )
    .groupBy(clicks.agentId);

/** No person's change: the version stays, so that whoever is editing meanwhile need not begin anew. */
export async function setCapped(
  tx: Tx,
  experimentId: string,
  { isCapped, cappedAgentIds }: { isCapped: boolean; cappedAgentIds: ReadonlySet<string> },
): Promise<void> {
  await tx.update(experiments).set({ isCapped }).where(eq(experiments.id, experimentId));
  const isReached = cappedAgentIds.size > 0 ? inArray(agents.id, [...cappedAgentIds]) : sql`false`;
  await tx.update(agents).set({ isCapped: isReached }).where(eq(agents.experimentId, experimentId));
}

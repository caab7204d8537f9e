import { agents, experiments, links } from '@alyson/schema/tables';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';
import { readSchedules, type ScheduleRows } from '../scheduling/schedules.store.ts';

export type ExperimentRow = typeof experiments.$inferSelect;
export type AgentRow = typeof agents.$inferSelect;
export type LinkRow = typeof links.$inferSelect;

/** An experiment with its parts, as stored. */
export interface ExperimentRows {
  experiment: ExperimentRow;
  /** In the order of their numbers. */
  agents: AgentRow[];
  links: LinkRow[];
  schedules: ScheduleRows;
}

export async function readExperiment(db: Database, workspaceId: string, id: string): Promise<ExperimentRows | null> {
  const [experiment] = await db.select().from(experiments).where(own(workspaceId, id));
  return experiment ? withParts(db, experiment) : null;
}

/** Reads it for a change: whoever else wants to change it waits until this transaction has ended. */
export async function lockExperiment(tx: Tx, workspaceId: string, id: string): Promise<ExperimentRows | null> {
  const [experiment] = await tx.select().from(experiments).where(own(workspaceId, id)).for('update');
  return experiment ? withParts(tx, experiment) : null;
}

const own = (workspaceId: string, id: string) => and(eq(experiments.id, id), eq(experiments.workspaceId, workspaceId));

async function withParts(db: Database, experiment: ExperimentRow): Promise<ExperimentRows> {
  const agentRows = await db
    .select()
    .from(agents)
    .where(eq(agents.experimentId, experiment.id))
    .orderBy(asc(agents.number));
  const linkRows = await db.select().from(links).where(eq(links.experimentId, experiment.id)).orderBy(asc(links.id));
  return { experiment, agents: agentRows, links: linkRows, schedules: await readSchedules(db, experiment.id) };
}

type Columns = typeof experiments.$inferInsert;

/** What is absent or undefined stays. */
export type ExperimentChange = { [Column in keyof Columns]?: Columns[Column] | undefined };

/** Every change counts the version up (C5). */
export async function updateExperiment(
  tx: Tx,
  id: string,
  change: ExperimentChange,
  now: Date,
): Promise<ExperimentRow> {
  const [changed] = await tx
    .update(experiments)
    .set({ ...change, version: sql`${experiments.version} + 1`, updatedAt: now })
    .where(eq(experiments.id, id))
    .returning();
  if (!changed) throw new Error(`experiment ${id} is gone`);
  return changed;
}

export async function updateWeights(
  tx: Tx,
  changed: readonly Pick<AgentRow, 'id' | 'weightBasisPoints'>[],
): Promise<void> {
  for (const { id, weightBasisPoints } of changed) {
    await tx.update(agents).set({ weightBasisPoints }).where(eq(agents.id, id));
  }
}

/** What is absent or undefined stays. */
export type AgentChange = {
  [Column in 'name' | 'landingUrl' | 'isControl' | 'state' | 'offCause' | 'dailyCap' | 'isCapped' | 'tuneUrlId']?:
    | AgentRow[Column]
    | undefined;
};

export async function updateAgent(tx: Tx, agentId: string, change: AgentChange): Promise<void> {
  await tx.update(agents).set(change).where(eq(agents.id, agentId));
}

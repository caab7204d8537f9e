import { agents, experiments, links, workspaces } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

type NewExperimentRow = Omit<typeof experiments.$inferInsert, 'number'>;
type NewAgentRow = typeof agents.$inferInsert;
type NewLinkRow = typeof links.$inferInsert;

export async function readWorkspaceCurrency(db: Database, workspaceId: string): Promise<string> {
  const [workspace] = await db
    .select({ currency: workspaces.currency })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  if (!workspace) throw new Error(`workspace ${workspaceId} is gone`);
  return workspace.currency;
}

export interface NewExperimentRows {
  experiment: NewExperimentRow;
  agents: NewAgentRow[];
  links: NewLinkRow[];
}

export async function insertExperiment(tx: Tx, rows: NewExperimentRows): Promise<void> {
  await tx.insert(experiments).values(rows.experiment);
  await tx.insert(agents).values(rows.agents);
  await tx.insert(links).values(rows.links);
}

export async function insertAgent(tx: Tx, agent: NewAgentRow): Promise<void> {
  await tx.insert(agents).values(agent);
}

export async function deleteAgent(tx: Tx, id: string): Promise<void> {
  await tx.delete(agents).where(eq(agents.id, id));
}

/** All rows of an experiment that has no release. */
export async function deleteDraft(tx: Tx, id: string): Promise<void> {
  await tx.delete(links).where(eq(links.experimentId, id));
  await tx.delete(agents).where(eq(agents.experimentId, id));
  await tx.delete(experiments).where(eq(experiments.id, id));
}

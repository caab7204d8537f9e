import { DAY_MS, Optimization } from '@alyson/schema';
import { agents, experiments } from '@alyson/schema/tables';
import type { TestControlPlane } from './test-control-plane.ts';

export interface SeededExperiment {
  id: string;
  workspaceId: string;
  agentIds: string[];
}

/** A running experiment as a row, for suites that are not about how it came to be. Its weights are equal. */
export async function seedExperiment(
  { db, deps, workspace }: TestControlPlane,
  changes: Partial<typeof experiments.$inferInsert> = {},
  agentCount = 2,
): Promise<SeededExperiment> {
  const id = deps.newId('experiment');
  const now = new Date(deps.now());
  const workspaceId = changes.workspaceId ?? workspace.id;
  await db.insert(experiments).values({
    id,
    workspaceId,
    name: `Experiment ${id.slice(-4)}`,
    state: 'running',
    mode: 'auto',
    objective: 'rpc',
    currency: 'USD',
    attributionWindowDays: 90,
    optimization: Optimization.parse({}),
    salt: 1,
    createdAt: now,
    updatedAt: now,
    startedAt: new Date(deps.now() - 30 * DAY_MS),
    ...changes,
  });
  const agentIds = Array.from({ length: agentCount }, () => deps.newId('agent'));
  await db.insert(agents).values(
    agentIds.map((agentId, i) => ({
      id: agentId,
      experimentId: id,
      number: i + 1,
      name: `Page ${i + 1}`,
      landingUrl: `https://page-${i + 1}.test/`,
      isControl: i === 0,
      weightBasisPoints: 10_000 / agentCount,
    })),
  );
  return { id, workspaceId, agentIds };
}

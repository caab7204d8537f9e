import type { Agent } from '@alyson/schema';
import { effectiveShares } from './effective-shares.ts';

/** What share of clicks each agent gets now, by agent; an agent that is off or capped gets none (R8, R10). */
export function currentSplit(
  agents: readonly (Pick<Agent, 'id' | 'state' | 'weightBasisPoints'> & Partial<Pick<Agent, 'isCapped'>>)[],
): ReadonlyMap<string, number> {
  const ids = agents.map((agent) => agent.id);
  const shares = effectiveShares(
    {
      state: 'running',
      weights: agents.map((agent) => ({ agentId: agent.id, weightBasisPoints: agent.weightBasisPoints })),
      offAgentIds: agents.filter((agent) => agent.state !== 'on' || agent.isCapped).map((agent) => agent.id),
    },
    ids,
  );
  return new Map(ids.map((id, i) => [id as string, shares?.[i] ?? 0]));
}

/** What share of clicks each agent is given, by agent: what people set, whether or not a cap of today is reached. */
export const assignedSplit = (
  agents: readonly Pick<Agent, 'id' | 'state' | 'weightBasisPoints'>[],
): ReadonlyMap<string, number> =>
  currentSplit(agents.map(({ id, state, weightBasisPoints }) => ({ id, state, weightBasisPoints })));

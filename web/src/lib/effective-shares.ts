import { type AgentWeight, type ReleaseSummary, roundToBasisPoints } from '@alyson/schema';

type Split = Pick<ReleaseSummary, 'state' | 'weights' | 'offAgentIds'>;

/**
 * What share of new clicks each agent gets under a release. An agent that is off gets none and the others share its
 * clicks in their proportions (R8).
 *
 * @param agentIds the order of the answer; an agent the release does not list gets 0
 * @returns basis points that sum to 10 000, or null when no click reaches any agent
 */
export function effectiveShares({ state, weights, offAgentIds }: Split, agentIds: readonly string[]): number[] | null {
  if (state !== 'running') return null;
  const off = new Set<string>(offAgentIds);
  const weightOf = new Map<string, number>(
    weights.map((weight: AgentWeight) => [weight.agentId, weight.weightBasisPoints]),
  );
  const shares = agentIds.map((id) => (off.has(id) ? 0 : (weightOf.get(id) ?? 0)));
  return shares.some((share) => share > 0) ? roundToBasisPoints(shares) : null;
}

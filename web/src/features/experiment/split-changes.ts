import type { AgentWeight } from '@alyson/schema';

export interface SplitChange {
  agentId: AgentWeight['agentId'];
  fromBasisPoints: number;
  toBasisPoints: number;
}

/** The agents whose weight differs between two splits, largest change first. An agent that one split lacks had 0. */
export function splitChanges(before: readonly AgentWeight[], after: readonly AgentWeight[]): SplitChange[] {
  const weightIn = (split: readonly AgentWeight[], id: string) =>
    split.find((weight) => weight.agentId === id)?.weightBasisPoints ?? 0;
  const ids = new Set([...before, ...after].map((weight) => weight.agentId));
  return [...ids]
    .map((agentId) => ({
      agentId,
      fromBasisPoints: weightIn(before, agentId),
      toBasisPoints: weightIn(after, agentId),
    }))
    .filter((change) => change.fromBasisPoints !== change.toBasisPoints)
    .sort((a, b) => size(b) - size(a));
}

const size = (change: SplitChange): number => Math.abs(change.toBasisPoints - change.fromBasisPoints);

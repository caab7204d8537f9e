import type { AgentHistory, WeightCause, WeightChange } from '@alyson/schema';
import type { Allocation } from './allocate.ts';

/**
 * Why each weight changes, rule by rule. The causes of an agent sum to its change exactly: each rule is charged with the
 * whole basis points by which it moved the weight, and rounding with the rest.
 *
 * @param allocation  of these agents, in this order
 */
export function explainChanges(
  agents: readonly Pick<AgentHistory, 'agentId' | 'weightBasisPoints'>[],
  { weights, stages }: Allocation,
): WeightChange[] {
  return agents.map(({ agentId, weightBasisPoints }, i) => {
    const to = weights[i] ?? weightBasisPoints;
    const causes: WeightCause[] = [];
    let reached = weightBasisPoints;
    for (const stage of stages) {
      const next = Math.round(stage.weights[i] ?? reached);
      causes.push({ code: stage.code, basisPoints: next - reached });
      reached = next;
    }
    causes.push({ code: 'rounding', basisPoints: to - reached });
    return {
      agentId,
      fromBasisPoints: weightBasisPoints,
      toBasisPoints: to,
      causes: causes.filter(({ basisPoints }) => basisPoints !== 0),
    };
  });
}

/** A split that stays as it is. */
export const unchanged = (agents: readonly Pick<AgentHistory, 'agentId' | 'weightBasisPoints'>[]): WeightChange[] =>
  agents.map(({ agentId, weightBasisPoints }) => ({
    agentId,
    fromBasisPoints: weightBasisPoints,
    toBasisPoints: weightBasisPoints,
    causes: [],
  }));

import { type ClickSummary, isGraded } from '@alyson/schema';

type Routed = Pick<ClickSummary, 'experimentId' | 'agentId' | 'reason'>;

export interface ExperimentClicks {
  experimentId: string;
  /** Clicks that an agent got by chance. */
  clicks: number;
  byAgent: ReadonlyMap<string, number>;
}

/**
 * How many clicks each agent got, experiment by experiment, the busiest first. Clicks that went to a fallback are left out,
 * and those that a link or a rule sent to their agent: no weight foretells them (R17).
 */
export function clickShares(clicks: readonly Routed[]): ExperimentClicks[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { experimentId, agentId, reason } of clicks) {
    if (experimentId === null || agentId === null || !isGraded(reason)) continue;
    const byAgent = counts.get(experimentId) ?? new Map<string, number>();
    byAgent.set(agentId, (byAgent.get(agentId) ?? 0) + 1);
    counts.set(experimentId, byAgent);
  }
  return [...counts]
    .map(([experimentId, byAgent]) => ({
      experimentId,
      byAgent,
      clicks: [...byAgent.values()].reduce((sum, count) => sum + count, 0),
    }))
    .sort((a, b) => b.clicks - a.clicks);
}

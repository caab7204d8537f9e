import type { ClickSummary } from '@alyson/schema';

type Routed = Pick<ClickSummary, 'experimentId' | 'agentId'>;

export interface ExperimentClicks {
  experimentId: string;
  /** Clicks that reached an agent. */
  clicks: number;
  byAgent: ReadonlyMap<string, number>;
}

/** How many clicks each agent got, experiment by experiment, the busiest first. Clicks that went to a fallback are left out. */
export function clickShares(clicks: readonly Routed[]): ExperimentClicks[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { experimentId, agentId } of clicks) {
    if (experimentId === null || agentId === null) continue;
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

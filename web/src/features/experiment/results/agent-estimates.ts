import type { AgentResult, Estimate } from '@alyson/schema';
import { type ChartTableData, textCell } from '../../../ui/charts/chart-table.tsx';
import { formatCount } from '../../../ui/format/count.ts';
import { formatChance } from '../../../ui/format/percent.ts';
import type { ObjectiveFormat } from '../objective-format.ts';

export type EstimateOrder = 'weight' | 'estimate' | 'letter';

/** What an agent is estimated at, beside what it gets now. */
export interface AgentEstimate extends Pick<AgentResult, 'agentId' | 'letter' | 'name' | 'state' | 'probabilityBest'> {
  estimate: Estimate;
  /** Its share of new clicks, in basis points. */
  share: number;
  /** How many clicks the estimate was made from; null where that was not read. */
  gradedClicks: number | null;
}

/** The estimates in the order asked for; `letter` is the order of creation, as they come. */
export function inOrder(agents: readonly AgentEstimate[], order: EstimateOrder): AgentEstimate[] {
  switch (order) {
    case 'weight':
      return agents.toSorted((a, b) => b.share - a.share);
    case 'estimate':
      return agents.toSorted((a, b) => b.estimate.mean - a.estimate.mean);
    case 'letter':
      return [...agents];
    default:
      return order satisfies never;
  }
}

/** What an even split over the agents that are on would be estimated at; null where there is nothing to split. */
export function evenSplitAverage(agents: readonly AgentEstimate[]): number | null {
  const on = agents.filter((agent) => agent.state === 'on');
  return on.length > 1 ? on.reduce((sum, agent) => sum + agent.estimate.mean, 0) / on.length : null;
}

/** One agent's estimate in sentences. */
export function estimateLines(
  { estimate, gradedClicks, probabilityBest }: AgentEstimate,
  format: ObjectiveFormat,
): string[] {
  return [
    `${format.value(estimate.mean)}, 95% range ${format.range(estimate)}.`,
    ...(gradedClicks === null ? [] : [`Graded on ${formatCount(gradedClicks)} clicks.`]),
    ...(probabilityBest === null ? [] : [`Chance of being best ${formatChance(probabilityBest)}.`]),
  ];
}

/** The same as rows. */
export function estimatesTable(agents: readonly AgentEstimate[], value: (mean: number) => string): ChartTableData {
  const number = (raw: number) => ({ text: value(raw), raw });
  return {
    columns: [
      { label: 'Agent' },
      { label: 'Estimate', isNumeric: true },
      { label: '95% low', isNumeric: true },
      { label: '95% high', isNumeric: true },
      { label: 'Chance of being best', isNumeric: true },
    ],
    rows: agents.map((agent) => ({
      key: agent.agentId,
      cells: [
        textCell(`${agent.letter} ${agent.name}`),
        number(agent.estimate.mean),
        number(Math.max(0, agent.estimate.low)),
        number(agent.estimate.high),
        agent.probabilityBest === null
          ? { text: '—', raw: null }
          : { text: formatChance(agent.probabilityBest), raw: agent.probabilityBest },
      ],
    })),
  };
}

import type { Agent } from '@alyson/schema';
import type { ChartSeries } from '../../../ui/charts/chart-series.ts';
import { agentNumberOf, seriesColour } from '../../../ui/series.ts';

/** As many agents as have a colour of their own; more than these are drawn as seven and "Other". */
const MOST_SERIES = 8;

type Named = Pick<Agent, 'id' | 'letter' | 'name'>;

export const seriesOf = ({ id, letter, name }: Named): ChartSeries => ({
  key: id,
  letter,
  name,
  colour: seriesColour(agentNumberOf(letter)),
});

/** The series of a chart with room for a few, and how the values of all agents fall on them. */
export interface GroupedSeries {
  series: ChartSeries[];
  /** Values by agent become values by series: the last takes the sum of all that have no series of their own. */
  group: (values: readonly number[]) => number[];
}

/** @param agents in creation order, which is the charts' order for life */
export function groupedSeries(agents: readonly Named[]): GroupedSeries {
  if (agents.length <= MOST_SERIES) return { series: agents.map(seriesOf), group: (values) => [...values] };
  const own = agents.slice(0, MOST_SERIES - 1);
  const other: ChartSeries = {
    key: 'other',
    letter: `Other (${agents.length - own.length})`,
    name: agents
      .slice(own.length)
      .map((agent) => agent.letter)
      .join(', '),
    colour: seriesColour(MOST_SERIES),
  };
  return {
    series: [...own.map(seriesOf), other],
    group: (values) => [
      ...values.slice(0, own.length),
      values.slice(own.length).reduce((sum, value) => sum + value, 0),
    ],
  };
}

import { Agent, agentLetter } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { groupedSeries } from './agent-series.ts';

const agents = (count: number): Pick<Agent, 'id' | 'letter' | 'name'>[] =>
  Array.from({ length: count }, (_, i) => ({
    id: Agent.shape.id.parse(`agt_000000000000000000000000${String(i).padStart(2, '0')}`),
    letter: agentLetter(i + 1),
    name: `Page ${i + 1}`,
  }));

describe('groupedSeries', () => {
  test('given eight agents, then each has its own colour', () =>
    expect(new Set(groupedSeries(agents(8)).series.map((one) => one.colour)).size).toBe(8));

  test('given ten agents, then the last three are one series and no value is lost', () => {
    const { series, group } = groupedSeries(agents(10));
    expect(series.at(-1)).toMatchObject({ letter: 'Other (3)', name: 'H, I, J' });
    expect(group([1, 1, 1, 1, 1, 1, 1, 2, 3, 4])).toEqual([1, 1, 1, 1, 1, 1, 1, 9]);
  });
});

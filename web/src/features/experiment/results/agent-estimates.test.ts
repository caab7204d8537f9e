import { AgentId } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { objectiveFormat } from '../objective-format.ts';
import { type AgentEstimate, estimateLines, estimatesTable, evenSplitAverage, inOrder } from './agent-estimates.ts';

const agent = (letter: string, mean: number, share: number, more: Partial<AgentEstimate> = {}): AgentEstimate => ({
  agentId: AgentId.parse('agt_0000000000000000000000000a'),
  letter,
  name: `Page ${letter}`,
  state: 'on',
  probabilityBest: 0.5,
  estimate: { mean, sd: 0.1, low: mean - 0.2, high: mean + 0.2 },
  share,
  gradedClicks: 1240,
  ...more,
});
const agents = [agent('A', 1.8, 2000), agent('B', 2, 3000), agent('C', 1.6, 5000)];
const letters = (list: readonly AgentEstimate[]) => list.map((one) => one.letter).join('');

describe('inOrder', () => {
  test.each([
    ['weight', 'CBA'],
    ['estimate', 'BAC'],
    ['letter', 'ABC'],
  ] as const)('given the order by %s, then %s', (order, expected) =>
    expect(letters(inOrder(agents, order))).toBe(expected),
  );
});

describe('evenSplitAverage', () => {
  test('given agents that are on and one that is off, then only those on count', () =>
    expect(evenSplitAverage([...agents, agent('D', 9, 0, { state: 'off' })])).toBeCloseTo(1.8, 10));

  test('given one agent, then there is no split to average over', () =>
    expect(evenSplitAverage([agent('A', 1, 10_000)])).toBeNull());
});

test('given an estimate, then its sentences carry range, clicks and chance', () =>
  expect(estimateLines(agent('A', 1.8, 2000), objectiveFormat('rpc', 'USD'))).toEqual([
    '$1.80, 95% range $1.60 to $2.00.',
    'Graded on 1,240 clicks.',
    'Chance of being best 50%.',
  ]));

test('given a table for export, then values are raw and never below zero', () => {
  const [row] = estimatesTable([agent('A', 0.1, 2000)], String).rows;
  expect(row?.cells.map((cell) => cell.raw)).toEqual(['A Page A', 0.1, 0, 0.30000000000000004, 0.5]);
});

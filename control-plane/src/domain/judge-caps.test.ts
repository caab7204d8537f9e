import { describe, expect, test } from 'vitest';
import { type CappedExperiment, judgeCaps } from './judge-caps.ts';

const agent = (number: number, dailyCap: number | null, isCapped = false) => ({
  id: `agent-${number}`,
  number,
  dailyCap,
  isCapped,
});
const experiment = (changes: Partial<CappedExperiment> = {}): CappedExperiment => ({
  dailyCap: null,
  isCapped: false,
  agents: [agent(1, 10), agent(2, null)],
  ...changes,
});
const clicks = (...counts: number[]) => new Map(counts.map((count, i) => [`agent-${i + 1}`, count]));

describe('judgeCaps (R10)', () => {
  test.each([
    { given: 'one click below every cap', of: experiment({ dailyCap: 30 }), by: clicks(9, 20) },
    { given: 'no clicks', of: experiment({ dailyCap: 1 }), by: clicks() },
    { given: 'a cap that is known to be reached', of: experiment({ agents: [agent(1, 10, true)] }), by: clicks(11) },
    { given: 'clicks beyond number without a cap', of: experiment({ agents: [agent(2, null)] }), by: clicks(0, 9e9) },
  ])('given $given, then nothing is to be done', ({ of, by }) => expect(judgeCaps(of, by)).toBeNull());

  test('given an agent’s cap is reached, then it alone is capped', () => {
    expect(judgeCaps(experiment(), clicks(10, 500))).toEqual({
      isCapped: false,
      cappedAgentIds: new Set(['agent-1']),
      cause: 'capped',
      reason: 'Agent A has had its 10 clicks of the day.',
    });
  });

  test('given the agents’ clicks together reach the experiment’s cap, then it is capped', () => {
    expect(judgeCaps(experiment({ dailyCap: 12 }), clicks(4, 8))).toMatchObject({
      isCapped: true,
      cause: 'capped',
      reason: 'All 12 clicks of the day are used up.',
    });
  });

  test('given a new day, a raised cap or one that was taken away, then it is lifted', () => {
    const both = experiment({ dailyCap: 12, isCapped: true, agents: [agent(1, 10, true), agent(2, null, true)] });
    expect(judgeCaps(both, clicks())).toMatchObject({ isCapped: false, cappedAgentIds: new Set(), cause: 'uncapped' });
  });

  test('given one is lifted as another is reached, then the release says what was reached', () => {
    const agents = [agent(1, 10), agent(2, 99, true)];
    expect(judgeCaps(experiment({ agents }), clicks(10, 1))).toMatchObject({
      cappedAgentIds: new Set(['agent-1']),
      cause: 'capped',
    });
  });
});

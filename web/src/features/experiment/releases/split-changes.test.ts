import { describe, expect, test } from 'vitest';
import { splitChanges } from './split-changes.ts';

const split = (shares: Record<string, number>) => new Map(Object.entries(shares));

describe('splitChanges', () => {
  test('given two splits, then only agents that moved are listed, the largest change first', () =>
    expect(splitChanges(split({ A: 5000, B: 3000, C: 2000 }), split({ A: 4900, B: 2500, C: 2600 }))).toEqual([
      { agentId: 'C', fromBasisPoints: 2000, toBasisPoints: 2600 },
      { agentId: 'B', fromBasisPoints: 3000, toBasisPoints: 2500 },
      { agentId: 'A', fromBasisPoints: 5000, toBasisPoints: 4900 },
    ]));

  test('given an agent that was not there before, then it came from 0', () =>
    expect(splitChanges(split({ A: 10_000 }), split({ A: 9000, B: 1000 }))).toContainEqual({
      agentId: 'B',
      fromBasisPoints: 0,
      toBasisPoints: 1000,
    }));

  test('given a pause on one side, then no agent is said to have moved', () =>
    expect(splitChanges(split({ A: 10_000 }), null)).toEqual([]));
});

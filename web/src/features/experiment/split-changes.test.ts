import { AgentId } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { splitChanges } from './split-changes.ts';

const A = AgentId.parse('agt_0000000000000000000000000a');
const B = AgentId.parse('agt_0000000000000000000000000b');
const C = AgentId.parse('agt_0000000000000000000000000c');
const weight = (agentId: typeof A, weightBasisPoints: number) => ({ agentId, weightBasisPoints });

describe('splitChanges', () => {
  test('given two splits, then only agents that moved are listed, the largest change first', () =>
    expect(
      splitChanges(
        [weight(A, 5000), weight(B, 3000), weight(C, 2000)],
        [weight(A, 5000), weight(B, 2500), weight(C, 2500)],
      ).map((change) => [change.agentId, change.toBasisPoints - change.fromBasisPoints]),
    ).toEqual([
      [B, -500],
      [C, 500],
    ]));

  test('given an agent that was not there before, then it came from 0', () =>
    expect(splitChanges([weight(A, 10_000)], [weight(A, 9000), weight(B, 1000)])).toContainEqual({
      agentId: B,
      fromBasisPoints: 0,
      toBasisPoints: 1000,
    }));
});

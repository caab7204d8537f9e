import { AgentId, type ReleaseSummary } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { effectiveShares } from './effective-shares.ts';

const A = AgentId.parse('agt_0000000000000000000000000a');
const B = AgentId.parse('agt_0000000000000000000000000b');
const C = AgentId.parse('agt_0000000000000000000000000c');
type Id = typeof A;

const release = (
  weights: [Id, number][],
  offAgentIds: Id[] = [],
): Pick<ReleaseSummary, 'state' | 'weights' | 'offAgentIds'> => ({
  state: 'running',
  weights: weights.map(([agentId, weightBasisPoints]) => ({ agentId, weightBasisPoints })),
  offAgentIds,
});

describe('effectiveShares (R8)', () => {
  test('given every agent on, then the shares are the weights in the order asked for', () =>
    expect(
      effectiveShares(
        release([
          [A, 2000],
          [B, 8000],
        ]),
        [B, A],
      ),
    ).toEqual([8000, 2000]));

  test('given an agent that is off, then the others share its clicks in their proportions', () =>
    expect(
      effectiveShares(
        release(
          [
            [A, 2000],
            [B, 6000],
            [C, 2000],
          ],
          [C],
        ),
        [A, B, C],
      ),
    ).toEqual([2500, 7500, 0]));

  test('given a paused experiment, then nobody has a share', () =>
    expect(effectiveShares({ ...release([[A, 10_000]]), state: 'paused' }, [A])).toBeNull());

  test('given every agent off, then nobody has a share', () =>
    expect(effectiveShares(release([[A, 10_000]], [A]), [A])).toBeNull());
});

import { AgentId } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { previousSplit } from './previous-split.ts';

const A = AgentId.parse('agt_0000000000000000000000000a');
const B = AgentId.parse('agt_0000000000000000000000000b');
const release = (number: number, shareOfA: number) => ({
  number,
  weights: [
    { agentId: A, weightBasisPoints: shareOfA },
    { agentId: B, weightBasisPoints: 10_000 - shareOfA },
  ],
});

describe('previousSplit', () => {
  test('given releases that only paused and resumed in between, then the way back leads past them', () =>
    expect(
      previousSplit([release(5, 3000), release(4, 3000), release(3, 3000), release(2, 5000), release(1, 4000)])?.number,
    ).toBe(2));

  test('given the same split throughout, then there is nowhere to go back to', () =>
    expect(previousSplit([release(2, 5000), release(1, 5000)])).toBeNull());

  test('given no release, then null', () => expect(previousSplit([])).toBeNull());
});

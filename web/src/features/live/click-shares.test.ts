import { expect, test } from 'vitest';
import { clickShares } from './click-shares.ts';

test('given clicks of two experiments and a fallback, then each experiment has its own counts, the busiest first', () => {
  const shares = clickShares([
    { experimentId: 'small', agentId: 'x' },
    { experimentId: 'large', agentId: 'a' },
    { experimentId: 'large', agentId: 'b' },
    { experimentId: 'large', agentId: 'a' },
    { experimentId: 'large', agentId: null },
    { experimentId: null, agentId: null },
  ]);
  expect(shares.map(({ experimentId, clicks, byAgent }) => [experimentId, clicks, [...byAgent]])).toEqual([
    [
      'large',
      3,
      [
        ['a', 2],
        ['b', 1],
      ],
    ],
    ['small', 1, [['x', 1]]],
  ]);
});

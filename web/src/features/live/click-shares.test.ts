import { expect, test } from 'vitest';
import { clickShares } from './click-shares.ts';

test('given clicks of two experiments and a fallback, and one that was sent there, then each experiment has its own counts, the busiest first', () => {
  const shares = clickShares([
    { experimentId: 'small', agentId: 'x', reason: 'split' },
    { experimentId: 'large', agentId: 'a', reason: 'split' },
    { experimentId: 'large', agentId: 'b', reason: 'split' },
    { experimentId: 'large', agentId: 'a', reason: 'split' },
    { experimentId: 'large', agentId: null, reason: 'paused' },
    { experimentId: 'large', agentId: 'b', reason: 'rule_agent' },
    { experimentId: null, agentId: null, reason: 'paused' },
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

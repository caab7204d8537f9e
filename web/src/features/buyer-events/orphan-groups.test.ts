import type { BuyerEvent } from '@alyson/schema';
import { expect, test } from 'vitest';
import { groupOrphans } from './orphan-groups.ts';

const event = (orphanCause: BuyerEvent['orphanCause'], minute: number, amount: BuyerEvent['amount'] = null) =>
  ({ id: `evt ${minute}`, orphanCause, amount, receivedAt: `2026-11-18T00:${minute}:00.000Z` }) as BuyerEvent;
const usd = (amountMicros: number) => ({ amountMicros, currency: 'USD' });

test('given orphans newest first, then groups by cause, the largest first, with their span and money', () => {
  const groups = groupOrphans([
    event('ambiguous_key', 50),
    event('unknown_click', 40, usd(5)),
    event('unknown_click', 30, { amountMicros: 3, currency: 'EUR' }),
    event('unknown_click', 20, usd(-2)),
    event(null, 10),
  ]);
  expect(groups.map(({ cause, events }) => [cause, events.length])).toEqual([
    ['unknown_click', 3],
    ['ambiguous_key', 1],
  ]);
  expect(groups[0]).toMatchObject({
    firstAt: '2026-11-18T00:20:00.000Z',
    lastAt: '2026-11-18T00:40:00.000Z',
    atStake: [usd(3), { amountMicros: 3, currency: 'EUR' }],
  });
});

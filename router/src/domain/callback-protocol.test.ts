import { expect, test } from 'vitest';
import { callbackProtocolOf } from './callback-protocol.ts';

test.each([
  ['/webhooks/pZ_x-9', 'webhook'],
  ['/segment/pZ_x-9', 'webhook'],
  ['/webhooks/pZ_x-9?source=a%2Fb', 'webhook'],
  ['/aff_lsr?offer_id=26&transaction_id=1027c887059b47bc69c699f45466b9', 'tune'],
  ['/aff_goal?a=lsr&goal_id=2', 'tune'],
  ['/aff_l?offer_id=26', 'tune'],
] as const)('R26: given %s, then it is a %s', (target, protocol) => {
  expect(callbackProtocolOf(target)).toBe(protocol);
});

test.each([
  '/webhooks',
  '/segment/',
  '/segment/a/b',
  '/webhooks/',
  '/webhooks/a/b',
  '/webhooks/../v1/experiments',
  '/webhooks/..',
  '/webhooks/%2e%2e',
  '/webhooks/a\\..\\v1',
  '/aff_lsrx',
  '/aff_c?offer_id=1',
  '//webhooks/a',
])('R26: given %s, then it is no callback, and can reach no other address of the control plane', (target) => {
  expect(callbackProtocolOf(target)).toBeNull();
});

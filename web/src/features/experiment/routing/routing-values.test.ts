import { expect, test } from 'vitest';
import { type RoutingValues, readRoutingChange, routingChangeOf, routingFaultsBy } from './routing-values.ts';

const start: RoutingValues = {
  rules: [],
  timezone: 'UTC',
  stickyDays: 0,
  redirectStatus: 302,
  takesOutFailingPages: false,
  hasCap: false,
  dailyCap: null,
};

test.each([
  { given: 'nothing', now: {}, change: {} },
  { given: 'a cap', now: { hasCap: true, dailyCap: 500 }, change: { dailyCap: 500 } },
  { given: 'a cap that was not asked for', now: { dailyCap: 500 }, change: {} },
  { given: 'days', now: { stickyDays: 30 }, change: { stickyDays: 30 } },
])('given $given changed, then the API is asked for $change', ({ now, change }) =>
  expect(routingChangeOf(start, { ...start, ...now })).toEqual(change),
);

test('given numbers that cannot be read, then their fields say so', () => {
  const read = readRoutingChange(routingChangeOf(start, { ...start, hasCap: true, stickyDays: null }));
  expect('faults' in read && [...read.faults]).toEqual([
    ['stickyDays', 'The number of days must be a number.'],
    ['dailyCap', 'Daily cap must be a number.'],
  ]);
});

test('given a fault inside a rule, then it stands at the rule', () => {
  const faults = routingFaultsBy([{ path: 'rules.2.outcome.url', message: 'leads back to this router' }]);
  expect([...faults]).toEqual([['rules.2', 'Its page leads back to this router.']]);
});

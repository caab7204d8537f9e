import { HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { holdingOf, nextFires, planFires, wholeMinute } from './schedule-plan.ts';

const now = Date.parse('2026-11-22T12:10:00Z');
const hourly = { expression: 'rate(1 hour)', timezone: 'UTC' };

describe('C11: when an experiment is graded next', () => {
  test('given a running experiment, then at the next step after its start, whenever it is asked', () => {
    const startsAt = now - 10 * MINUTE_MS;
    expect(planFires('grading', hourly, 'running', { startsAt, now })).toEqual({
      isEnabled: true,
      nextFireAt: startsAt + HOUR_MS,
    });
  });

  test.each(['draft', 'scheduled', 'paused', 'completed', 'archived'] as const)(
    'given one that is %s, then never',
    (state) => {
      expect(planFires('grading', hourly, state, { startsAt: now, now })).toEqual({
        isEnabled: false,
        nextFireAt: null,
      });
    },
  );
});

describe('C7, C11: which schedules a state has', () => {
  test.each([
    { state: 'draft', has: { start: 'absent', grading: 'absent', end: 'absent' } },
    { state: 'scheduled', has: { start: 'on', grading: 'paused', end: 'on' } },
    { state: 'running', has: { start: 'absent', grading: 'on', end: 'on' } },
    { state: 'paused', has: { start: 'absent', grading: 'paused', end: 'on' } },
    { state: 'completed', has: { start: 'absent', grading: 'absent', end: 'absent' } },
  ] as const)('given $state, then $has', ({ state, has }) => {
    const kinds = ['start', 'grading', 'end'] as const;
    expect(Object.fromEntries(kinds.map((kind) => [kind, holdingOf(kind, state)]))).toEqual(has);
  });
});

test('given a rate, then its next five fires are whole steps from its phase', () => {
  const fires = nextFires(hourly, { startsAt: wholeMinute(now + 30_000), now, count: 5 });
  expect(fires).toEqual([1, 2, 3, 4, 5].map((hours) => now + hours * HOUR_MS));
});

test('given an expression that ends or cannot be read, then there are as many fires as are left', () => {
  const range = { startsAt: now, now, count: 5 };
  expect(nextFires({ expression: 'at(2026-12-01T09:00:00)', timezone: 'America/New_York' }, range)).toEqual([
    Date.parse('2026-12-01T14:00:00Z'),
  ]);
  expect(nextFires({ expression: 'hourly', timezone: 'UTC' }, range)).toEqual([]);
});

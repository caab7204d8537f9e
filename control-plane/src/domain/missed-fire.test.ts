import { DAY_MS, MINUTE_MS } from '@alyson/schema';
import { expect, test } from 'vitest';
import { newestDueFire } from './missed-fire.ts';
import { type ParsedSchedule, parseSchedule } from './schedule-expression.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const STARTS_AT = at('2026-01-01T00:00');

function schedule(expression: string): ParsedSchedule {
  const parsed = parseSchedule(expression, 'UTC');
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.schedule;
}

test.each([
  {
    given: 'the one that is due',
    expression: 'rate(1 hour)',
    due: '2026-01-02T10:00',
    now: '2026-01-02T10:00',
    newest: '2026-01-02T10:00',
  },
  {
    given: 'hours missed',
    expression: 'rate(1 hour)',
    due: '2026-01-02T10:00',
    now: '2026-01-04T13:59',
    newest: '2026-01-04T13:00',
  },
  {
    given: 'days missed of a daily one',
    expression: 'cron(0 9 * * ? *)',
    due: '2026-01-02T09:00',
    now: '2026-02-01T08:59',
    newest: '2026-01-31T09:00',
  },
  {
    given: 'a yearly one',
    expression: 'cron(0 9 1 1 ? *)',
    due: '2026-01-01T09:00',
    now: '2026-11-01T00:00',
    newest: '2026-01-01T09:00',
  },
  {
    given: 'a single time',
    expression: 'at(2026-01-02T10:00:00)',
    due: '2026-01-02T10:00',
    now: '2026-06-01T00:00',
    newest: '2026-01-02T10:00',
  },
])('given $given, then the newest due fire is $newest (C11)', ({ expression, due, now, newest }) => {
  const range = { due: at(due), now: at(now), startsAt: STARTS_AT };
  expect(new Date(newestDueFire(schedule(expression), range)).toISOString()).toBe(new Date(at(newest)).toISOString());
});

test('given a year missed of one a minute, then it is found at once', () => {
  const now = STARTS_AT + 365 * DAY_MS + 30_000;
  const startedAt = performance.now();
  expect(newestDueFire(schedule('cron(* * * * ? *)'), { due: STARTS_AT, now, startsAt: STARTS_AT })).toBe(now - 30_000);
  expect(newestDueFire(schedule('rate(1 minute)'), { due: STARTS_AT + MINUTE_MS, now, startsAt: STARTS_AT })).toBe(
    now - 30_000,
  );
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

import { HOUR_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { planFires, refuseSchedule } from './grading-schedule.ts';

const now = Date.parse('2026-11-22T12:10:00Z');
const hourly = { expression: 'rate(1 hour)', timezone: 'UTC' };

describe('C11: when an experiment is graded next', () => {
  test('given a running experiment, then at the next step after its start, whenever it is asked', () => {
    const startsAt = now - 10 * 60_000;
    expect(planFires(hourly, 'running', { startsAt, now })).toEqual({
      isEnabled: true,
      nextFireAt: startsAt + HOUR_MS,
    });
  });

  test.each(['draft', 'paused', 'completed'] as const)('given one that is %s, then never', (state) => {
    expect(planFires(hourly, state, { startsAt: now, now })).toEqual({ isEnabled: false, nextFireAt: null });
  });

  test.each([
    { schedule: hourly, refusal: null },
    { schedule: { expression: 'hourly', timezone: 'UTC' }, refusal: { field: 'expression' } },
    { schedule: { ...hourly, timezone: 'Nowhere' }, refusal: { field: 'timezone' } },
    { schedule: { expression: 'at(2026-11-22T12:09:59)', timezone: 'UTC' }, refusal: { field: 'expression' } },
    { schedule: { expression: 'cron(0 0 31 2 ? *)', timezone: 'UTC' }, refusal: { field: 'expression' } },
  ])('given $schedule.expression in $schedule.timezone, then the field at fault is named', ({ schedule, refusal }) => {
    if (refusal) expect(refuseSchedule(schedule, now)).toMatchObject(refusal);
    else expect(refuseSchedule(schedule, now)).toBeNull();
  });
});

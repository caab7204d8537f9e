import { describe, expect, test } from 'vitest';
import { refuseSchedule } from './grading-schedule.ts';

const now = Date.parse('2026-11-22T12:10:00Z');
const hourly = { expression: 'rate(1 hour)', timezone: 'UTC' };

describe('C11: a schedule for gradings', () => {
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

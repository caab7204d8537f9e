import type { Instant, Schedule } from '@alyson/schema';
import { nextFire, parseSchedule } from './schedule-expression.ts';

/** A refusal in words, and the field at fault. */
export interface ScheduleRefusal {
  field: keyof Schedule;
  detail: string;
}

/** What keeps an expression from being read; null when nothing does. */
export function refuseExpression({ expression, timezone }: Schedule): ScheduleRefusal | null {
  const parsed = parseSchedule(expression, timezone);
  if (parsed.ok) return null;
  return { field: parseSchedule('rate(1 hour)', timezone).ok ? 'expression' : 'timezone', detail: parsed.detail };
}

/** What keeps a schedule from being kept for gradings; null when nothing does. */
export function refuseSchedule(schedule: Schedule, now: Instant): ScheduleRefusal | null {
  const parsed = parseSchedule(schedule.expression, schedule.timezone);
  if (!parsed.ok) return refuseExpression(schedule);
  const isOver = nextFire(parsed.schedule, { after: now, startsAt: now }) === null;
  return isOver
    ? { field: 'expression', detail: 'This time is over, or never comes: no grading would ever start.' }
    : null;
}

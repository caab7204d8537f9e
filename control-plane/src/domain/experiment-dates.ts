import type { ExperimentState, FieldProblem, Instant, LocalMinute, Schedule } from '@alyson/schema';
import { parseSchedule } from './schedule-expression.ts';

/** When an experiment is to start and to end by itself. */
export interface ExperimentDates {
  startsAt: LocalMinute | null;
  endsAt: LocalMinute | null;
}

/** A date as the schedule that fires at it. */
export const scheduleAt = ({ time, timezone }: LocalMinute): Schedule => ({ expression: `at(${time}:00)`, timezone });

/** And back again; null where the schedule is none that `scheduleAt` made. */
export function minuteOf(schedule: Schedule | null): LocalMinute | null {
  const [, time] = /^at\((.{16}):00\)$/.exec(schedule?.expression ?? '') ?? [];
  return schedule && time ? { time, timezone: schedule.timezone } : null;
}

/** @returns null where there is no date, or none that clocks show */
export function instantOf(date: LocalMinute | null): Instant | null {
  if (!date) return null;
  const { expression, timezone } = scheduleAt(date);
  const parsed = parseSchedule(expression, timezone);
  return parsed.ok && parsed.schedule.kind === 'at' ? parsed.schedule.instant : null;
}

const FIELDS = ['startsAt', 'endsAt'] as const;
const IS_OVER = 'is over: choose a time that is still to come';

/**
 * What is wrong with dates that are to be set, each fault on its field.
 *
 * @param dates  as they would be
 * @param changed  which of them are new: an older one may have passed
 */
export function checkDates(
  dates: ExperimentDates,
  changed: readonly (keyof ExperimentDates)[],
  { state, now }: { state: ExperimentState; now: Instant },
): FieldProblem[] {
  const faults = FIELDS.filter((field) => changed.includes(field)).flatMap((field) =>
    checkDate(field, dates[field], now),
  );
  if (faults.length > 0) return faults;
  if (changed.includes('startsAt') && state !== 'draft' && state !== 'scheduled')
    return [{ pointer: '#/startsAt', detail: 'cannot be set any more: the experiment has started' }];
  if (state === 'scheduled' && !dates.startsAt)
    return [{ pointer: '#/startsAt', detail: 'is needed while it is scheduled: take it back to draft first' }];
  const [start, end] = [instantOf(dates.startsAt), instantOf(dates.endsAt)];
  const isBackwards = start !== null && end !== null && end <= start;
  return isBackwards ? [{ pointer: '#/endsAt/time', detail: 'must be later than the start' }] : [];
}

function checkDate(field: keyof ExperimentDates, date: LocalMinute | null, now: Instant): FieldProblem[] {
  if (!date) return [];
  if (!parseSchedule('rate(1 hour)', date.timezone).ok)
    return [{ pointer: `#/${field}/timezone`, detail: 'is no timezone; name one such as America/New_York or UTC' }];
  const { expression, timezone } = scheduleAt(date);
  const parsed = parseSchedule(expression, timezone);
  const pointer = `#/${field}/time`;
  if (!parsed.ok) return [{ pointer, detail: parsed.detail }];
  return (instantOf(date) ?? 0) > now ? [] : [{ pointer, detail: IS_OVER }];
}

/** Why an experiment cannot be scheduled by these dates; null when it can (C7). */
export function refuseSchedulingBy({ startsAt, endsAt }: ExperimentDates, now: Instant): string | null {
  const start = instantOf(startsAt);
  if (start === null) return 'It has no start date. Set one first, or start it now.';
  if (start <= now) return 'Its start date is over. Choose a later one, or start it now.';
  return refuseStartBy({ startsAt, endsAt }, now);
}

/** Why an experiment cannot start now by its dates; null when it can. */
export function refuseStartBy({ endsAt }: ExperimentDates, now: Instant): string | null {
  const end = instantOf(endsAt);
  return end !== null && end <= now ? 'Its end date is over. Choose a later one, or take it away.' : null;
}

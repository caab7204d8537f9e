import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@alyson/schema';
import { type CivilDay, daysInMonth } from './civil-calendar.ts';
import { matchesDay } from './cron-day.ts';
import { type CronFields, parseCronFields } from './cron-fields.ts';
import { clockOfDay, findTimezone, localDayAt, type Timezone } from './local-time.ts';
import { ScheduleSyntaxError } from './schedule-syntax-error.ts';

/** An expression that EventBridge Scheduler accepts, in the form that fires are computed from. */
export type ParsedSchedule =
  | { kind: 'rate'; stepMs: number }
  | { kind: 'at'; instant: Instant }
  | { kind: 'cron'; fields: CronFields; timezone: Timezone };

export type ParseResult = { ok: true; schedule: ParsedSchedule } | { ok: false; detail: string };

const UNIT_MS: Record<string, number> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/**
 * Reads `rate(…)`, `at(…)` or `cron(…)` by EventBridge Scheduler's grammar (C11).
 *
 * A valid expression may still have no fire to come (`at()` in the past, `cron(0 0 31 2 ? *)`): ask `nextFire`.
 *
 * @param timezone  IANA name; `at` and `cron` are read on its clocks
 * @returns the schedule, or what is wrong and how to put it right
 */
export function parseSchedule(expression: string, timezone: string): ParseResult {
  try {
    return { ok: true, schedule: readExpression(expression, readTimezone(timezone)) };
  } catch (error) {
    if (error instanceof ScheduleSyntaxError) return { ok: false, detail: error.message };
    throw error;
  }
}

/** When a schedule may fire: strictly later than `after`, and not before `startsAt`, from where a rate also counts. */
export interface FireRange {
  after: Instant;
  startsAt: Instant;
}

/** The first fire in the range, or null when none is left. `at()` ignores `startsAt`, as EventBridge does. */
export function nextFire(schedule: ParsedSchedule, { after, startsAt }: FireRange): Instant | null {
  switch (schedule.kind) {
    case 'rate':
      return after < startsAt
        ? startsAt
        : startsAt + (Math.floor((after - startsAt) / schedule.stepMs) + 1) * schedule.stepMs;
    case 'at':
      return schedule.instant > after ? schedule.instant : null;
    case 'cron':
      return nextCronFire(schedule.fields, schedule.timezone, Math.max(after + 1, startsAt));
    default:
      return schedule satisfies never;
  }
}

function readExpression(expression: string, timezone: Timezone): ParsedSchedule {
  if (expression.length > 256) throw new ScheduleSyntaxError('The expression is longer than 256 characters.');
  const [, form, inside = ''] = /^(rate|at|cron)\((.*)\)$/.exec(expression) ?? [];
  if (form === 'rate') return { kind: 'rate', stepMs: readStep(inside) };
  if (form === 'at') return { kind: 'at', instant: readInstant(inside, timezone) };
  if (form === 'cron') return { kind: 'cron', fields: parseCronFields(inside), timezone };
  throw new ScheduleSyntaxError(
    'Write rate(…), at(…) or cron(…), for example rate(1 hour), at(2026-12-01T09:00:00) or cron(0 9 ? * MON-FRI *).',
  );
}

function readTimezone(name: string): Timezone {
  const timezone = name.length <= 50 ? findTimezone(name) : null;
  if (timezone) return timezone;
  throw new ScheduleSyntaxError(
    `"${name}" is no timezone: write an IANA name with its capital letters, such as UTC or America/New_York.`,
  );
}

function readStep(inside: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,5}) (minute|hour|day)s?$/.exec(inside) ?? [];
  const unitMs = UNIT_MS[unit];
  if (count && unitMs) return Number(count) * unitMs;
  throw new ScheduleSyntaxError(
    'rate() takes a whole number from 1 to 999999, a space, and minutes, hours or days, for example rate(30 minutes).',
  );
}

function readInstant(inside: string, timezone: Timezone): Instant {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(inside)?.slice(1).map(Number);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts ?? [];
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDay || year < 1970 || hour > 23 || minute > 59 || second > 59)
    throw new ScheduleSyntaxError(
      'at() takes a local date and time without offset, for example at(2026-12-01T09:00:00).',
    );
  const instant = clockOfDay(timezone, { year, month, day })(hour * HOUR_MS + minute * MINUTE_MS + second * 1000);
  if (instant !== null) return instant;
  throw new ScheduleSyntaxError(
    `${inside} does not exist in ${timezone.name}: clocks go forward over it. Choose a time before or after the change.`,
  );
}

/** Day by day on the local calendar; a local time that does not exist is skipped, one that comes twice counts once. */
function nextCronFire(fields: CronFields, timezone: Timezone, from: Instant): Instant | null {
  for (const day of matchingDays(fields, localDayAt(timezone, from))) {
    const instantOf = clockOfDay(timezone, day);
    for (const hour of fields.hours)
      for (const minute of fields.minutes) {
        const fire = instantOf(hour * HOUR_MS + minute * MINUTE_MS);
        if (fire !== null && fire >= from) return fire;
      }
  }
  return null;
}

/** The days that a cron expression names, from `first` on. */
function* matchingDays(fields: CronFields, first: CivilDay): Generator<CivilDay> {
  for (const year of fields.years.filter((each) => each >= first.year))
    for (const month of fields.months.filter((each) => year > first.year || each >= first.month)) {
      const startsHere = year === first.year && month === first.month;
      for (let day = startsHere ? first.day : 1; day <= daysInMonth(year, month); day += 1)
        if (fields.dayRules.some((rule) => matchesDay(rule, { year, month, day }))) yield { year, month, day };
    }
}

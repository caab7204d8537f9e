import {
  DAY_MS,
  type FireMessage,
  type Instant,
  MINUTE_MS,
  type ScheduleDifference,
  ScheduleKind,
} from '@alyson/schema';
import { civilDayOf } from './civil-calendar.ts';
import { nextFire, parseSchedule } from './schedule-expression.ts';
import { nextFires } from './schedule-plan.ts';

/** Which of the deployment's AWS resources schedules use. */
export interface EventBridgeResources {
  /** The schedule group, which belongs to this deployment alone. */
  group: string;
  roleArn: string;
  queueArn: string;
  deadLetterArn: string;
}

/** One of our schedules, in our words. */
export interface OwnSchedule {
  experimentId: string;
  kind: ScheduleKind;
  expression: string;
  timezone: string;
  startsAt: Instant;
  isOn: boolean;
}

/** All that EventBridge Scheduler is told of a schedule, its fields by their own paths. Every update sends all of it. */
export interface ScheduleSpec {
  ScheduleExpression: string;
  ScheduleExpressionTimezone: string;
  State: 'ENABLED' | 'DISABLED';
  /** From where a rate counts: never in the past, which would be refused. */
  StartDate: Instant | null;
  EndDate: Instant | null;
  'FlexibleTimeWindow.Mode': string;
  'Target.Arn': string;
  'Target.RoleArn': string;
  'Target.Input': string;
  'Target.DeadLetterConfig.Arn': string | null;
  'Target.RetryPolicy.MaximumEventAgeInSeconds': number;
  'Target.RetryPolicy.MaximumRetryAttempts': number;
  ActionAfterCompletion: string;
}

/** What is held, as far as it is said. */
export type HeldSpec = { [Field in keyof ScheduleSpec]?: ScheduleSpec[Field] | null | undefined };

const NAME = /^(exp_[0-9a-z]{26})-(start|grading|end)$/;

type Key = Pick<OwnSchedule, 'experimentId' | 'kind'>;

/** A schedule's name is made of what it is for, so that there cannot be two. */
export const nameOf = ({ experimentId, kind }: Key): string => `${experimentId}-${kind}`;

/** @returns null for a name that is none of ours */
export function keyOf(name: string): Key | null {
  const [, experimentId, kind] = NAME.exec(name) ?? [];
  return experimentId && kind ? { experimentId, kind: ScheduleKind.parse(kind) } : null;
}

/** What a schedule is to be, told now. */
export function specOf(schedule: OwnSchedule, resources: EventBridgeResources, now: Instant): ScheduleSpec {
  return {
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timezone,
    State: schedule.isOn ? 'ENABLED' : 'DISABLED',
    StartDate: nextStep(schedule, now),
    EndDate: null,
    'FlexibleTimeWindow.Mode': 'OFF',
    'Target.Arn': resources.queueArn,
    'Target.RoleArn': resources.roleArn,
    'Target.Input': inputOf(schedule),
    'Target.DeadLetterConfig.Arn': resources.deadLetterArn,
    'Target.RetryPolicy.MaximumEventAgeInSeconds': longestAgeSeconds(schedule),
    'Target.RetryPolicy.MaximumRetryAttempts': MOST_RETRIES,
    ActionAfterCompletion: 'NONE',
  };
}

/** In which fields what is held is not what it should be. */
export function differencesBetween(schedule: OwnSchedule, desired: ScheduleSpec, held: HeldSpec): ScheduleDifference[] {
  const { StartDate: _, ...exact } = desired;
  const fields = Object.keys(exact) as (keyof typeof exact)[];
  const differing = fields.filter((field) => (held[field] ?? null) !== desired[field]);
  const differences = differing.map((field) => ({ field, desired: show(desired[field]), found: show(held[field]) }));
  if (hasPhaseOf(schedule, desired.StartDate, held.StartDate ?? null)) return differences;
  const [want, found] = [desired.StartDate, held.StartDate ?? null].map(showInstant);
  return [...differences, { field: 'StartDate', desired: want ?? null, found: found ?? null }];
}

const MOST_RETRIES = 185;
const LONGEST_AGE_SECONDS = 86_400;

/**
 * How long a fire that cannot be delivered is worth trying: a grading until shortly before the next, the others for a day.
 * Counted from the schedule's own phase, so that it is the same whenever it is asked.
 */
function longestAgeSeconds(schedule: OwnSchedule): number {
  if (schedule.kind !== 'grading') return LONGEST_AGE_SECONDS;
  const { startsAt } = schedule;
  const fires = nextFires(schedule, { startsAt, now: startsAt, count: 6 });
  const gaps = fires.slice(1).map((fire, i) => fire - (fires[i] ?? 0));
  const shortest = Math.min(...gaps, (LONGEST_AGE_SECONDS + 60) * 1000);
  return Math.min(LONGEST_AGE_SECONDS, Math.max(60, shortest / 1000 - 60));
}

/** The next whole step of a rate. The others need no start: the first fire of cron() and at() follows from themselves. */
function nextStep({ expression, timezone, startsAt }: OwnSchedule, now: Instant): Instant | null {
  const parsed = parseSchedule(expression, timezone);
  if (!parsed.ok || parsed.schedule.kind !== 'rate') return null;
  return nextFire(parsed.schedule, { after: now, startsAt });
}

/** A rate may have been told of an earlier step of the same phase; another needs no start that is still to come. */
function hasPhaseOf(schedule: OwnSchedule, desired: Instant | null, held: Instant | null): boolean {
  if (desired === null) return held === null || held <= schedule.startsAt + MINUTE_MS;
  if (held === null || held > desired) return false;
  const parsed = parseSchedule(schedule.expression, schedule.timezone);
  return parsed.ok && parsed.schedule.kind === 'rate' && (desired - held) % parsed.schedule.stepMs === 0;
}

/** With the keywords that the scheduler replaces when it fires. */
function inputOf({ experimentId, kind }: Key): string {
  const message: FireMessage = {
    scheduleArn: '<aws.scheduler.schedule-arn>',
    experimentId: experimentId as FireMessage['experimentId'],
    kind,
    scheduledTime: '<aws.scheduler.scheduled-time>',
  };
  return JSON.stringify(message);
}

const show = (value: string | number | null | undefined): string | null => (value == null ? null : String(value));

/** `2026-11-22T13:00Z`. */
function showInstant(instant: Instant | null): string | null {
  if (instant === null) return null;
  const { year, month, day } = civilDayOf(Math.floor(instant / DAY_MS));
  const minutes = Math.floor((instant % DAY_MS) / MINUTE_MS);
  const [mm, dd, hours, mins] = [month, day, Math.floor(minutes / 60), minutes % 60].map((n) =>
    String(n).padStart(2, '0'),
  );
  return `${year}-${mm}-${dd}T${hours}:${mins}Z`;
}

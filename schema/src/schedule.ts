import * as z from 'zod';
import { ExperimentId } from './ids.ts';
import { Timestamp } from './time.ts';

/** What a schedule does to its experiment when it fires (C11). */
export const ScheduleKind = z.enum(['start', 'grading', 'end']);
export type ScheduleKind = z.infer<typeof ScheduleKind>;

/** EventBridge Scheduler's expression, e.g. `rate(1 hour)`, and the timezone it is read in. */
export const Schedule = z.object({
  expression: z.string().min(1).max(256),
  timezone: z.string().min(1).max(50).default('UTC'),
});
export type Schedule = z.infer<typeof Schedule>;

/** A minute on the clocks of a timezone: `2026-12-01T09:00` in `America/New_York`. */
export const LocalMinute = z.object({
  time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'must be a local date and time such as 2026-12-01T09:00'),
  timezone: z.string().min(1).max(50),
});
export type LocalMinute = z.infer<typeof LocalMinute>;

/**
 * What became of a fire. `stale`: its time had been overtaken, so it changed nothing. `refused`: the experiment could not
 * do it, e.g. start without an agent that is on.
 */
export const FireOutcome = z.enum(['applied', 'stale', 'refused']);
export type FireOutcome = z.infer<typeof FireOutcome>;

/** A schedule that is due, as it comes in from outside: a message of the queue, or a request. */
export const FireMessage = z.object({
  scheduleArn: z.string().min(1).max(1600),
  experimentId: ExperimentId,
  kind: ScheduleKind,
  /** In UTC, e.g. `2026-11-22T18:00:00Z`. */
  scheduledTime: z.iso.datetime(),
});
export type FireMessage = z.infer<typeof FireMessage>;

/** One field in which a scheduler holds something else than it should; null: nothing. */
export const ScheduleDifference = z.object({
  field: z.string(),
  desired: z.string().nullable(),
  found: z.string().nullable(),
});
export type ScheduleDifference = z.infer<typeof ScheduleDifference>;

/** A difference that was found, field by field. It is repaired as soon as it is known. */
export const ScheduleDrift = z.object({ foundAt: Timestamp, differences: z.array(ScheduleDifference) });
export type ScheduleDrift = z.infer<typeof ScheduleDrift>;

export const Fire = z.object({
  kind: ScheduleKind,
  scheduledFor: Timestamp,
  receivedAt: Timestamp,
  outcome: FireOutcome,
  detail: z.string().nullable(),
});

/** One schedule of an experiment, and how far the scheduler has taken it over. */
export const ExperimentSchedule = z.object({
  kind: ScheduleKind,
  expression: z.string(),
  timezone: z.string(),
  /** `on`: it will fire. `paused`: not while the experiment is as it is. `over`: nothing is left to fire, or not yet set. */
  status: z.enum(['on', 'paused', 'over']),
  /** The next five, if it is on. */
  nextFires: z.array(Timestamp),
  /** `waiting`: the scheduler is yet to learn of the newest change; `failing`: it refused, see `error`. */
  sync: z.enum(['applied', 'waiting', 'failing']),
  appliedAt: Timestamp.nullable(),
  checkedAt: Timestamp.nullable(),
  error: z.string().nullable(),
  /** What somebody else had changed in the scheduler, and we put right. */
  drift: ScheduleDrift.nullable(),
  /** The newest fires, newest first. */
  fires: z.array(Fire),
});
export type ExperimentSchedule = z.infer<typeof ExperimentSchedule>;

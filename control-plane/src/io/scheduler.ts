import type { Instant, ScheduleDifference, ScheduleKind } from '@alyson/schema';

/** Which schedule: an experiment has one of each kind at most. */
export interface ScheduleKey {
  experimentId: string;
  kind: ScheduleKind;
}

/** What a scheduler is to hold. */
export interface DesiredSchedule extends ScheduleKey {
  /** In EventBridge Scheduler's grammar. */
  expression: string;
  timezone: string;
  /** The phase of a rate. */
  startsAt: Instant;
  /** Off: held, but not fired. */
  isOn: boolean;
  /** Differs with every change, also where a schedule becomes what it was before. */
  revision: string;
}

/** A scheduler outside this process, which keeps time for us. Everything may be said again: it leads to the same. */
export interface Scheduler {
  /** Makes it hold exactly this. */
  apply(schedule: DesiredSchedule): Promise<void>;
  /** Makes it hold nothing under this key. */
  remove(key: ScheduleKey): Promise<void>;
  /** In which fields it holds something else; empty: in none. */
  compare(schedule: DesiredSchedule): Promise<ScheduleDifference[]>;
  /** All that it holds of ours. */
  list(): AsyncIterable<ScheduleKey>;
}

import type { Instant, ScheduleKind } from '@alyson/schema';
import type { BackgroundTask } from '../background.ts';

/** A schedule is due. It may be told more than once per scheduled time (C11). */
export interface Fire {
  experimentId: string;
  kind: ScheduleKind;
  scheduledTime: Instant;
}

/** Keeps time for the stored schedules. A fire whose handler threw is told again. */
export interface Scheduler {
  start(handle: (fire: Fire) => Promise<void>): BackgroundTask;
}

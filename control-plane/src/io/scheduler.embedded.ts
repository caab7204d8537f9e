import type { Instant } from '@alyson/schema';
import { startLoop } from '../background.ts';
import type { Counters } from '../counters.ts';
import { newestDueFire } from '../domain/missed-fire.ts';
import { nextFire, parseSchedule } from '../domain/schedule-expression.ts';
import { advanceSchedule, type DueSchedule, findDueSchedules } from '../scheduling/due-schedules.store.ts';
import type { Database } from './database.ts';
import type { Logger } from './log.ts';
import type { Fire, Scheduler } from './scheduler.ts';

const TICK_MS = 500;
const LONGEST_RETRY_MS = 5_000;
const DUE_AT_ONCE = 100;

type Handler = (fire: Fire) => Promise<void>;

export interface EmbeddedSchedulerOptions {
  db: Database;
  now(): Instant;
  log: Logger;
  counters: Counters;
}

/**
 * Keeps time from the rows of `schedules`, so that nothing is forgotten over a restart: what was missed while the process
 * was away is caught up once, at the newest missed time.
 *
 * A fire is handled first and the schedule moved on after it, without a lock in between. A crash, or a second process,
 * therefore tells a fire twice at most, and the handler's own row makes it one.
 */
export function createEmbeddedScheduler({ db, now, log, counters }: EmbeddedSchedulerOptions): Scheduler {
  async function fire(schedule: DueSchedule, handle: Handler): Promise<void> {
    const { experimentId, kind, expression, timezone, lastFireAt } = schedule;
    const parsed = parseSchedule(expression, timezone);
    if (!parsed.ok) {
      log.error({ experimentId, expression, detail: parsed.detail }, 'a schedule that cannot be read stands still');
      return advanceSchedule(db, schedule, { lastFireAt, nextFireAt: null });
    }
    const startsAt = schedule.startsAt.getTime();
    const scheduledTime = newestDueFire(parsed.schedule, { due: schedule.nextFireAt.getTime(), now: now(), startsAt });
    await handle({ experimentId, kind, scheduledTime });
    const next = nextFire(parsed.schedule, { after: now(), startsAt });
    await advanceSchedule(db, schedule, {
      lastFireAt: new Date(scheduledTime),
      nextFireAt: next === null ? null : new Date(next),
    });
  }

  return {
    start: (handle) =>
      startLoop({
        name: 'scheduler',
        log,
        counters,
        everyMs: TICK_MS,
        longestRetryMs: LONGEST_RETRY_MS,
        async step() {
          const failures: unknown[] = [];
          for (const schedule of await findDueSchedules(db, new Date(now()), DUE_AT_ONCE))
            await fire(schedule, handle).catch((error: unknown) => failures.push(error));
          if (failures.length > 0) throw new AggregateError(failures, 'fires that could not be handled');
        },
      }),
  };
}

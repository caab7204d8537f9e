import type { Instant } from '@alyson/schema';
import { eachByItself, startLoop } from '../background.ts';
import type { Counters } from '../counters.ts';
import { newestDueFire } from '../domain/missed-fire.ts';
import { parseSchedule } from '../domain/schedule-expression.ts';
import { type DueSchedule, findDueSchedules, stopSchedule } from '../scheduling/due-schedules.store.ts';
import type { Database } from './database.ts';
import type { Fire, FireSource } from './fire-source.ts';
import type { Logger } from './log.ts';

const TICK_MS = 500;
const LONGEST_RETRY_MS = 5_000;
const DUE_AT_ONCE = 100;

type Handler = (fire: Fire) => Promise<unknown>;

export interface EmbeddedOptions {
  db: Database;
  now(): Instant;
  log: Logger;
  counters: Counters;
}

/**
 * Keeps time from the rows of `schedules`, so that nothing is forgotten over a restart, and no other
 * scheduler has to learn of them.
 * Of gradings that were missed while no process ran, the newest is caught up; a start or an end comes once anyway.
 *
 * No lock is held while a fire is handled: another process, or a crash, may tell it twice. The handler's own row makes
 * it one, and moves the schedule on.
 */
export function createEmbeddedFireSource({ db, now, log, counters }: EmbeddedOptions): FireSource {
  async function fire(schedule: DueSchedule, handle: Handler): Promise<void> {
    const { id, experimentId, kind, expression, timezone } = schedule;
    const parsed = parseSchedule(expression, timezone);
    if (!parsed.ok) {
      log.error({ experimentId, expression, detail: parsed.detail }, 'a schedule that cannot be read stands still');
      return stopSchedule(db, schedule);
    }
    const startsAt = schedule.startsAt.getTime();
    const scheduledTime = newestDueFire(parsed.schedule, { due: schedule.nextFireAt.getTime(), now: now(), startsAt });
    await handle({ experimentId, kind, scheduledTime, scheduleArn: `embedded:${id}` });
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
          const due = await findDueSchedules(db, new Date(now()), DUE_AT_ONCE);
          await eachByItself(due, (schedule) => fire(schedule, handle), 'fires that could not be handled');
        },
      }),
  };
}

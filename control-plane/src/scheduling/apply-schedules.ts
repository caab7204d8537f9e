import type { Deps } from '../context.ts';
import { describeError } from '../io/database-faults.ts';
import { leaseFrom } from '../io/database-lease.ts';
import type { Scheduler } from '../io/scheduler.ts';
import { desiredSchedule } from './desired-schedule.ts';
import {
  finishEntry,
  leaseDueEntries,
  markApplied,
  type OutboxEntry,
  postponeEntry,
  readWanted,
} from './schedule-outbox.store.ts';

/** Side by side: far below what the scheduler allows. */
const AT_ONCE = 8;
/** Longer than one takes at worst: its calls time out, and are tried a few times each. */
const LEASE_MS = 120_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;

type ApplyDeps = Pick<Deps, 'db' | 'now' | 'log' | 'counters'>;

/**
 * Makes the scheduler hold what the database says, for the schedules that changed (C6). Nothing is locked while the
 * scheduler is asked, so that nobody's edit waits for it; it is always told what is stored now, whatever was asked for.
 *
 * @returns whether there was anything to do, so that there may be more
 */
export async function applySchedules(deps: ApplyDeps, scheduler: Scheduler): Promise<boolean> {
  const entries = await leaseDueEntries(deps.db, leaseFrom(deps.now(), LEASE_MS), AT_ONCE);
  await Promise.all(entries.map((entry) => applyOne(deps, scheduler, entry)));
  return entries.length > 0;
}

async function applyOne(deps: ApplyDeps, scheduler: Scheduler, entry: OutboxEntry): Promise<void> {
  const { db, now } = deps;
  try {
    const wanted = await readWanted(db, entry);
    const desired = desiredSchedule(wanted);
    if (desired) await scheduler.apply(desired);
    else await scheduler.remove(entry);
    if (wanted) await markApplied(db, wanted.row, new Date(now()));
    await finishEntry(db, entry);
  } catch (error) {
    await postpone(deps, entry, error);
  }
}

async function postpone({ db, now, log, counters }: ApplyDeps, entry: OutboxEntry, error: unknown): Promise<void> {
  const { experimentId, kind, attempts } = entry;
  counters.schedulesNotApplied += 1;
  const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20));
  log.error({ err: error, experimentId, kind, attempts, delayMs }, 'a schedule could not be applied');
  await postponeEntry(db, entry, { nextAttemptAt: new Date(now() + delayMs), error: describeError(error) });
}

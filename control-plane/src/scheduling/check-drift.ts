import { MINUTE_MS, type ScheduleDifference, toTimestamp } from '@alyson/schema';
import { appendAudit } from '../audit/append-audit.ts';
import { backgroundContext, type Deps } from '../context.ts';
import type { ScheduleKey, Scheduler } from '../io/scheduler.ts';
import { desiredSchedule } from './desired-schedule.ts';
import { findUnchecked, markChecked, recordDrift } from './drift.store.ts';
import { findStored, type WantedSchedule } from './schedule-outbox.store.ts';
import { requestApply } from './schedules.store.ts';

/** How long a difference may go unnoticed, with few schedules. */
const EVERY_MS = 15 * MINUTE_MS;
const AT_ONCE = 20;
const PAGE = 200;

/**
 * Compares some schedules with what the scheduler holds (C6). A difference is kept with the schedule, told in the audit
 * log, and repaired by the same step that applies a change.
 */
export async function checkDrift(deps: Deps, scheduler: Scheduler): Promise<void> {
  const { db, now } = deps;
  const unchecked = await findUnchecked(db, new Date(now() - EVERY_MS), AT_ONCE);
  const failures: unknown[] = [];
  const checked: string[] = [];
  for (const wanted of unchecked)
    await checkOne(deps, scheduler, wanted).then(
      () => void checked.push(wanted.row.id),
      (error: unknown) => void failures.push(error),
    );
  if (checked.length > 0) await markChecked(db, checked, new Date(now()));
  if (failures.length > 0) throw new AggregateError(failures, 'schedules that could not be compared');
}

async function checkOne(deps: Deps, scheduler: Scheduler, wanted: WantedSchedule): Promise<void> {
  const desired = desiredSchedule(wanted);
  const differences = desired ? await scheduler.compare(desired) : [];
  if (differences.length > 0) await repair(deps, wanted, differences);
}

async function repair(deps: Deps, { row }: WantedSchedule, differences: ScheduleDifference[]): Promise<void> {
  const { experimentId, kind, workspaceId } = row;
  const now = deps.now();
  const ctx = backgroundContext(deps, workspaceId);
  const isOurs = await deps.db.transaction(async (tx) => {
    if (!(await recordDrift(tx, row, { foundAt: toTimestamp(now), differences }))) return false;
    await requestApply(tx, experimentId, kind, new Date(now));
    await appendAudit(tx, ctx, {
      action: 'experiment.schedule_drifted',
      objectId: experimentId,
      reason: `The scheduler held something else as the ${kind}; it is put right.`,
      before: Object.fromEntries(differences.map(({ field, found }) => [field, found])),
      after: Object.fromEntries(differences.map(({ field, desired }) => [field, desired])),
    });
    return true;
  });
  if (!isOurs) return;
  deps.log.warn({ experimentId, kind, fields: differences.map(({ field }) => field) }, 'a schedule had drifted');
  ctx.publishChange({ topic: 'experiment', experimentIds: [experimentId], count: 1 });
}

/** Lets go of schedules that the scheduler holds and the database does not know: after a restored backup, for example. */
export async function removeOrphans({ db, now, log }: Deps, scheduler: Scheduler): Promise<void> {
  for await (const page of pagesOf(scheduler.list())) {
    const stored = new Set((await findStored(db, page)).map(idOf));
    const orphans = page.filter((key) => !stored.has(idOf(key)));
    for (const { experimentId, kind } of orphans) {
      log.warn({ experimentId, kind }, 'the scheduler holds a schedule that is not stored');
      await db.transaction((tx) => requestApply(tx, experimentId, kind, new Date(now())));
    }
  }
}

const idOf = ({ experimentId, kind }: ScheduleKey): string => `${experimentId} ${kind}`;

async function* pagesOf(keys: AsyncIterable<ScheduleKey>): AsyncGenerator<ScheduleKey[]> {
  let page: ScheduleKey[] = [];
  for await (const key of keys) {
    page.push(key);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

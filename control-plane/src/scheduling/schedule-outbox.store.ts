import { type ExperimentState, ScheduleKind } from '@alyson/schema';
import { experiments, scheduleOutbox, schedules } from '@alyson/schema/tables';
import { and, asc, count, eq, inArray, lte, min, sql } from 'drizzle-orm';
import type { Database } from '../io/database.ts';
import { isFree, type Lease, PASSING_OVER } from '../io/database-lease.ts';
import type { ScheduleKey } from '../io/scheduler.ts';
import type { ScheduleRow } from './schedules.store.ts';

export type OutboxEntry = typeof scheduleOutbox.$inferSelect;

const isOf = ({ experimentId, kind }: ScheduleKey) =>
  and(eq(scheduleOutbox.experimentId, experimentId), eq(scheduleOutbox.kind, kind));

/** Takes what is due, for this process alone. */
export async function leaseDueEntries(db: Database, lease: Lease, limit: number): Promise<OutboxEntry[]> {
  const due = db
    .select({ experimentId: scheduleOutbox.experimentId, kind: scheduleOutbox.kind })
    .from(scheduleOutbox)
    .where(and(lte(scheduleOutbox.nextAttemptAt, lease.now), isFree(scheduleOutbox.leasedUntil, lease)))
    .orderBy(asc(scheduleOutbox.nextAttemptAt))
    .limit(limit)
    .for('update', PASSING_OVER);
  return db
    .update(scheduleOutbox)
    .set({ leasedUntil: lease.until, attempts: sql`${scheduleOutbox.attempts} + 1` })
    .where(sql`(${scheduleOutbox.experimentId}, ${scheduleOutbox.kind}) in (${due})`)
    .returning();
}

/** Done: unless it was asked for again meanwhile, there is nothing left to do. */
export async function finishEntry(db: Database, entry: OutboxEntry): Promise<void> {
  await db.delete(scheduleOutbox).where(and(isOf(entry), eq(scheduleOutbox.version, entry.version)));
  await db.update(scheduleOutbox).set({ leasedUntil: null, lastError: null }).where(isOf(entry));
}

export async function postponeEntry(
  db: Database,
  entry: OutboxEntry,
  { nextAttemptAt, error }: { nextAttemptAt: Date; error: string },
): Promise<void> {
  // What was asked for anew meanwhile is due at once.
  const isSame = sql`${scheduleOutbox.version} = ${entry.version}`;
  await db
    .update(scheduleOutbox)
    .set({
      leasedUntil: null,
      lastError: error,
      nextAttemptAt: sql`case when ${isSame} then ${nextAttemptAt.toISOString()}::timestamptz else ${scheduleOutbox.nextAttemptAt} end`,
    })
    .where(isOf(entry));
}

/** A schedule with its experiment's state, which says whether it is wanted. */
export interface WantedSchedule {
  row: ScheduleRow;
  state: ExperimentState;
}

export async function readWanted(db: Database, { experimentId, kind }: ScheduleKey): Promise<WantedSchedule | null> {
  const [found] = await db
    .select({ row: schedules, state: experiments.state })
    .from(schedules)
    .innerJoin(experiments, eq(experiments.id, schedules.experimentId))
    .where(and(eq(schedules.experimentId, experimentId), eq(schedules.kind, kind)));
  return found ?? null;
}

export async function markApplied(db: Database, { id, revision }: ScheduleRow, now: Date): Promise<void> {
  await db
    .update(schedules)
    .set({ appliedRevision: revision, appliedAt: now })
    .where(and(eq(schedules.id, id), lte(sql`coalesce(${schedules.appliedRevision}, 0)`, revision)));
}

/** Asks for every schedule that no scheduler outside has learned of: after the first start with one. */
export async function requestUnapplied(db: Database, now: Date): Promise<void> {
  await db.execute(sql`
    insert into schedule_outbox (experiment_id, kind, created_at, next_attempt_at)
    select s.experiment_id, s.kind, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from schedules s join experiments e on e.id = s.experiment_id
    where s.applied_revision is null and e.state in ('scheduled', 'running', 'paused')
    on conflict do nothing`);
}

/** Of these, the ones that are stored. */
export async function findStored(db: Database, keys: readonly ScheduleKey[]): Promise<ScheduleKey[]> {
  const experimentIds = [...new Set(keys.map(({ experimentId }) => experimentId))];
  return db
    .select({ experimentId: schedules.experimentId, kind: schedules.kind })
    .from(schedules)
    .where(and(inArray(schedules.experimentId, experimentIds), inArray(schedules.kind, ScheduleKind.options)));
}

/** How much waits, and since when. */
export async function readScheduleBacklog(db: Database): Promise<{ count: number; oldestAt: Date | null }> {
  const [backlog] = await db.select({ count: count(), oldestAt: min(scheduleOutbox.createdAt) }).from(scheduleOutbox);
  return backlog ?? { count: 0, oldestAt: null };
}

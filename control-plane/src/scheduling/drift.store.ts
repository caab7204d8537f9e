import type { ScheduleDrift } from '@alyson/schema';
import { experiments, scheduleOutbox, schedules } from '@alyson/schema/tables';
import { and, eq, inArray, isNull, lte, notExists, or, sql } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';
import type { WantedSchedule } from './schedule-outbox.store.ts';
import type { ScheduleRow } from './schedules.store.ts';

/** Schedules that the scheduler took and nobody has compared since, those that have waited longest first. */
export function findUnchecked(db: Database, checkedBefore: Date, limit: number): Promise<WantedSchedule[]> {
  const isWaiting = and(
    eq(scheduleOutbox.experimentId, schedules.experimentId),
    eq(scheduleOutbox.kind, schedules.kind),
  );
  return db
    .select({ row: schedules, state: experiments.state })
    .from(schedules)
    .innerJoin(experiments, eq(experiments.id, schedules.experimentId))
    .where(
      and(
        eq(schedules.appliedRevision, schedules.revision),
        or(isNull(schedules.checkedAt), lte(schedules.checkedAt, checkedBefore)),
        inArray(experiments.state, ['scheduled', 'running', 'paused']),
        notExists(db.select({ one: sql`1` }).from(scheduleOutbox).where(isWaiting)),
      ),
    )
    .orderBy(sql`${schedules.checkedAt} asc nulls first`)
    .limit(limit);
}

export async function markChecked(db: Database, ids: readonly string[], now: Date): Promise<void> {
  await db
    .update(schedules)
    .set({ checkedAt: now })
    .where(inArray(schedules.id, [...ids]));
}

/**
 * Keeps what was found, as a new revision that is yet to be applied.
 *
 * @returns whether it still was so: somebody may have changed the schedule, or found the same, meanwhile
 */
export async function recordDrift(tx: Tx, { id, revision }: ScheduleRow, drift: ScheduleDrift): Promise<boolean> {
  const recorded = await tx
    .update(schedules)
    .set({ drift, checkedAt: new Date(drift.foundAt), revision: revision + 1 })
    .where(and(eq(schedules.id, id), eq(schedules.revision, revision)))
    .returning({ id: schedules.id });
  return recorded.length > 0;
}

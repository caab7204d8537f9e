import type { ScheduleKind } from '@alyson/schema';
import { scheduleOutbox, schedules } from '@alyson/schema/tables';
import { and, eq, sql } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';

export type ScheduleRow = typeof schedules.$inferSelect;

/** An experiment's schedules by what they do. */
export type ScheduleRows = Record<ScheduleKind, ScheduleRow | null>;

export async function readSchedules(db: Database, experimentId: string): Promise<ScheduleRows> {
  const rows = await db.select().from(schedules).where(eq(schedules.experimentId, experimentId));
  const ofKind = (kind: ScheduleKind) => rows.find((row) => row.kind === kind) ?? null;
  return { start: ofKind('start'), grading: ofKind('grading'), end: ofKind('end') };
}

/** One schedule per experiment and kind: what is written takes the place of what was there, as its next revision. */
export async function saveSchedule(tx: Tx, schedule: typeof schedules.$inferInsert): Promise<ScheduleRow> {
  const { expression, timezone, startsAt, isEnabled, nextFireAt } = schedule;
  const [saved] = await tx
    .insert(schedules)
    .values(schedule)
    .onConflictDoUpdate({
      target: [schedules.experimentId, schedules.kind],
      set: { expression, timezone, startsAt, isEnabled, nextFireAt, revision: sql`${schedules.revision} + 1` },
    })
    .returning();
  if (!saved) throw new Error(`the schedule of ${schedule.experimentId} was not stored`);
  return saved;
}

/** @returns whether there was one */
export async function deleteSchedule(tx: Tx, experimentId: string, kind: ScheduleKind): Promise<boolean> {
  const deleted = await tx
    .delete(schedules)
    .where(and(eq(schedules.experimentId, experimentId), eq(schedules.kind, kind)))
    .returning({ id: schedules.id });
  return deleted.length > 0;
}

/** The scheduler is to learn of it; at once, should an earlier try have failed. */
export async function requestApply(tx: Tx, experimentId: string, kind: ScheduleKind, now: Date): Promise<void> {
  await tx
    .insert(scheduleOutbox)
    .values({ experimentId, kind, createdAt: now, nextAttemptAt: now })
    .onConflictDoUpdate({
      target: [scheduleOutbox.experimentId, scheduleOutbox.kind],
      set: { version: sql`${scheduleOutbox.version} + 1`, nextAttemptAt: now, attempts: 0 },
    });
}

import { schedules } from '@alyson/schema/tables';
import { and, asc, eq, lte } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

export type DueSchedule = typeof schedules.$inferSelect & { nextFireAt: Date };

/** The schedules whose time has come, the longest overdue first. */
export async function findDueSchedules(db: Database, now: Date, limit: number): Promise<DueSchedule[]> {
  const rows = await db
    .select()
    .from(schedules)
    .where(and(lte(schedules.nextFireAt, now), eq(schedules.isEnabled, true)))
    .orderBy(asc(schedules.nextFireAt))
    .limit(limit);
  return rows.flatMap((row) => (row.nextFireAt === null ? [] : [{ ...row, nextFireAt: row.nextFireAt }]));
}

/** It fires no more, unless somebody has changed it since it was read. */
export async function stopSchedule(db: Database, { id, nextFireAt }: DueSchedule): Promise<void> {
  await db
    .update(schedules)
    .set({ nextFireAt: null })
    .where(and(eq(schedules.id, id), eq(schedules.nextFireAt, nextFireAt)));
}

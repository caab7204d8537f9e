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

/** Moves a schedule on, unless somebody has moved or changed it since it was read. */
export async function advanceSchedule(
  db: Database,
  { id, nextFireAt }: DueSchedule,
  to: { lastFireAt: Date | null; nextFireAt: Date | null },
): Promise<void> {
  await db
    .update(schedules)
    .set(to)
    .where(and(eq(schedules.id, id), eq(schedules.nextFireAt, nextFireAt)));
}

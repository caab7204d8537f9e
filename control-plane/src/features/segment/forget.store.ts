import { pageEvents, segmentCalls } from '@alyson/schema/tables';
import { sql } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

const TABLES = { calls: segmentCalls, page_events: pageEvents } as const;

/** Rows that another process deletes are left to it. @returns how many were deleted */
export async function deleteOld(db: Database, what: keyof typeof TABLES, before: Date, limit: number): Promise<number> {
  const table = TABLES[what];
  const { rowCount } = await db.execute(sql`
    delete from ${table} where ctid = any(array(
      select ctid from ${table} where received_at < ${before.toISOString()}::timestamptz
      limit ${limit} for update skip locked))`);
  return rowCount ?? 0;
}

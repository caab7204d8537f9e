import { clickKeys, clickSteps, clicks } from '@alyson/schema/tables';
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

/** What is deleted, and of what age. */
export interface OldRows {
  workspaceId: string;
  before: Date;
  limit: number;
}

/** The oldest first; rows that another process deletes are left to it. @returns how many were deleted */
export function deleteOldClicks(db: Database, { workspaceId, before, limit }: OldRows): Promise<number> {
  return deleteRows(
    db,
    sql`delete from ${clicks} where id in (
      select c.id from ${clicks} c
      where c.workspace_id = ${workspaceId} and c.clicked_at < ${before.toISOString()}::timestamptz
      order by c.clicked_at limit ${limit} for update skip locked)`,
  );
}

/** @returns how many were deleted */
export function deleteOldKeys(db: Database, { workspaceId, before, limit }: OldRows): Promise<number> {
  return deleteRows(
    db,
    sql`delete from ${clickKeys} where ctid = any(array(
      select k.ctid from ${clickKeys} k
      where k.clicked_at < ${before.toISOString()}::timestamptz and k.workspace_id = ${workspaceId}
      limit ${limit} for update skip locked))`,
  );
}

/** @returns how many were deleted */
export function deleteOldSteps(db: Database, { workspaceId, before, limit }: OldRows): Promise<number> {
  return deleteRows(
    db,
    sql`delete from ${clickSteps} where ctid = any(array(
      select s.ctid from ${clickSteps} s
      where s.clicked_at < ${before.toISOString()}::timestamptz and s.workspace_id = ${workspaceId}
      limit ${limit} for update skip locked))`,
  );
}

const deleteRows = async (db: Database, statement: SQL): Promise<number> => (await db.execute(statement)).rowCount ?? 0;

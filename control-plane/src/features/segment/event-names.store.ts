import { eventNames } from '@alyson/schema/tables';
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

export type NameCount = typeof eventNames.$inferSelect;

/** Names are whatever a page sends: what comes beyond so many is not listed. */
const MOST_NAMES = 500;
const LARGEST_COUNT = 0x7fffffff;

/** Counts names up; those of one workspace that are too many are left out. */
export async function addToNames(tx: Tx, names: readonly NameCount[]): Promise<void> {
  if (names.length === 0) return;
  const sumOf = (name: string) =>
    sql.raw(`${name} = least(kept.${name}::bigint + excluded.${name}, ${LARGEST_COUNT})::int`);
  await tx.execute(sql`
    insert into ${eventNames} as kept (workspace_id, type, name, last_seen_at, times, without_key)
    select workspace_id, type, name, last_seen_at, times, without_key from (
      select given.*, own.name is not null as is_known,
        row_number() over (partition by given.workspace_id, own.name is not null order by given.times desc, given.name) as place
      from unnest(${sql.param(names.map((each) => each.workspaceId))}::text[],
        ${sql.param(names.map((each) => each.type))}::text[], ${sql.param(names.map((each) => each.name))}::text[],
        ${sql.param(names.map((each) => each.lastSeenAt.toISOString()))}::timestamptz[],
        ${sql.param(names.map((each) => each.times))}::int[], ${sql.param(names.map((each) => each.withoutKey))}::int[])
        as given(workspace_id, type, name, last_seen_at, times, without_key)
      left join ${eventNames} own using (workspace_id, type, name)) as told
    where is_known or place <= ${MOST_NAMES} - (
      select count(*) from ${eventNames} others where others.workspace_id = told.workspace_id)
    order by workspace_id, type, name
    on conflict (workspace_id, type, name) do update set ${sumOf('times')}, ${sumOf('without_key')},
      last_seen_at = greatest(kept.last_seen_at, excluded.last_seen_at)`);
}

/** Those that came since then, the newest first. */
export function findNames(db: Database, workspaceId: string, since: Date): Promise<NameCount[]> {
  return db
    .select()
    .from(eventNames)
    .where(and(eq(eventNames.workspaceId, workspaceId), gte(eventNames.lastSeenAt, since)))
    .orderBy(desc(eventNames.lastSeenAt), eventNames.type, eventNames.name);
}

export async function deleteNames(db: Database, before: Date): Promise<void> {
  await db.delete(eventNames).where(lt(eventNames.lastSeenAt, before));
}

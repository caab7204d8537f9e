import { segmentCalls, segmentSources } from '@alyson/schema/tables';
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type SourceRow = typeof segmentSources.$inferSelect;

/** @throws on a name that another source has: a unique index says so */
export async function insertSource(tx: Tx, source: SourceRow): Promise<void> {
  await tx.insert(segmentSources).values(source);
}

export async function findSourceByEndpoint(db: Database, endpointId: string): Promise<SourceRow | null> {
  const isOpen = and(eq(segmentSources.endpointId, endpointId), isNull(segmentSources.removedAt));
  const [source] = await db.select().from(segmentSources).where(isOpen);
  return source ?? null;
}

const isOwn = (workspaceId: string, id: string) =>
  and(eq(segmentSources.id, id), eq(segmentSources.workspaceId, workspaceId), isNull(segmentSources.removedAt));

/** For a change: whoever else wants to change it waits until this transaction has ended. */
export async function lockSource(tx: Tx, workspaceId: string, id: string): Promise<SourceRow | null> {
  const [source] = await tx.select().from(segmentSources).where(isOwn(workspaceId, id)).for('update');
  return source ?? null;
}

export async function updateSource(tx: Tx, id: string, change: Partial<SourceRow>): Promise<void> {
  await tx.update(segmentSources).set(change).where(eq(segmentSources.id, id));
}

/** Also of one that was removed: what it brought can still be looked at. */
export async function hadSource(db: Database, workspaceId: string, id: string): Promise<boolean> {
  const own = and(eq(segmentSources.id, id), eq(segmentSources.workspaceId, workspaceId));
  return (await db.select({ id: segmentSources.id }).from(segmentSources).where(own)).length > 0;
}

/** A source with how it is doing. */
export interface SourceSummary
  extends Pick<SourceRow, 'id' | 'name' | 'endpointId' | 'previousSecretUntil' | 'createdAt'> {
  lastCallAt: Date | null;
  lastFaultAt: Date | null;
  lastFault: string | null;
}

/** By time of making, newest first. */
export function findSources(
  db: Database,
  { workspaceId, after, limit }: { workspaceId: string; after: PageKey | null; limit: number },
): Promise<SourceSummary[]> {
  const { id, createdAt } = segmentSources;
  const isShown = and(eq(segmentSources.workspaceId, workspaceId), isNull(segmentSources.removedAt));
  return selectSummaries(db)
    .where(and(isShown, isAfter(createdAt, id, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

export async function findSource(db: Database, workspaceId: string, id: string): Promise<SourceSummary | null> {
  const [summary] = await selectSummaries(db).where(isOwn(workspaceId, id));
  return summary ?? null;
}

/** Each with its newest call and its newest fault. */
function selectSummaries(db: Database) {
  const { id, createdAt } = segmentSources;
  const newest = (isWanted: ReturnType<typeof sql>) =>
    sql`select received_at, detail from ${segmentCalls} where ${segmentCalls.sourceId} = ${id} and ${isWanted}
      order by received_at desc, id desc limit 1`;
  const taken = newest(sql`outcome <> 'rejected'`);
  const fault = newest(inArray(segmentCalls.outcome, ['rejected', 'unreadable']));
  return db
    .select({
      id,
      createdAt,
      name: segmentSources.name,
      endpointId: segmentSources.endpointId,
      previousSecretUntil: segmentSources.previousSecretUntil,
      lastCallAt: sql<Date | null>`(select received_at from (${taken}) as call)`.mapWith(segmentCalls.receivedAt),
      lastFaultAt: sql<Date | null>`(select received_at from (${fault}) as call)`.mapWith(segmentCalls.receivedAt),
      lastFault: sql<string | null>`(select detail from (${fault}) as call)`,
    })
    .from(segmentSources);
}

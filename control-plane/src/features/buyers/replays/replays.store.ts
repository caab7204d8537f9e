import type { ReplayState } from '@alyson/schema';
import { buyerReports, mappingReplays } from '@alyson/schema/tables';
import { and, asc, desc, eq, gte, inArray, lt, notInArray, sql } from 'drizzle-orm';
import type { PageKey } from '../../../http/page.ts';
import type { DataKeys } from '../../../io/data-keys.ts';
import type { Database, Tx } from '../../../io/database.ts';
import { isAfter } from '../../../io/database-paging.ts';
import { openBody, openHead } from '../../../sealing/seal-report.ts';
import type { StoredPayload } from '../read-report.ts';

export type ReplayRow = typeof mappingReplays.$inferSelect;

const UNDER_WAY: ReplayState[] = ['previewing', 'previewed', 'applying'];

/** @returns false where one of the buyer's is under way */
export async function insertReplay(tx: Tx, row: ReplayRow): Promise<boolean> {
  const inserted = await tx
    .insert(mappingReplays)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: mappingReplays.id });
  return inserted.length > 0;
}

export function findReplays(db: Database, buyerId: string, after: PageKey | null, limit: number): Promise<ReplayRow[]> {
  const { createdAt, id } = mappingReplays;
  return db
    .select()
    .from(mappingReplays)
    .where(and(eq(mappingReplays.buyerId, buyerId), isAfter(createdAt, id, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

/** For a change: whoever works on it is waited for. */
export async function lockReplay(tx: Tx, buyerId: string, id: string): Promise<ReplayRow | null> {
  const own = and(eq(mappingReplays.id, id), eq(mappingReplays.buyerId, buyerId));
  const [row] = await tx.select().from(mappingReplays).where(own).for('update');
  return row ?? null;
}

export async function updateReplay(tx: Tx, id: string, change: Partial<Omit<ReplayRow, 'id'>>): Promise<void> {
  await tx.update(mappingReplays).set(change).where(eq(mappingReplays.id, id));
}

/** The oldest that has work to do and is in nobody's hands. */
export async function claimReplay(tx: Tx): Promise<ReplayRow | null> {
  const [row] = await tx
    .select()
    .from(mappingReplays)
    .where(inArray(mappingReplays.state, ['previewing', 'applying']))
    .orderBy(asc(mappingReplays.createdAt))
    .limit(1)
    .for('update', { skipLocked: true });
  return row ?? null;
}

export const isUnderWay = ({ state }: ReplayRow): boolean => UNDER_WAY.includes(state);

export type ReplayedReport = StoredPayload & { id: string; receivedAt: Date };

/** The next reports of a replay, in the order of receipt. @throws ProblemError `data_key_missing` */
export async function findNextReports(
  tx: Tx,
  keys: DataKeys,
  { buyerId, from, to, doneAt, doneId }: ReplayRow,
  limit: number,
): Promise<ReplayedReport[]> {
  const { id, receivedAt, body, headers, request, head, sealedBy, source, outcome } = buyerReports;
  const rows = await tx
    .select({ id, receivedAt, body, headers, request, head, sealedBy })
    .from(buyerReports)
    .where(
      and(
        eq(buyerReports.buyerId, buyerId),
        inArray(source, ['webhook', 'postback']),
        notInArray(outcome, ['rejected', 'unauthenticated', 'waiting']),
        gte(receivedAt, from),
        lt(receivedAt, to),
        doneAt === null ? undefined : sql`(${receivedAt}, ${id}) > (${doneAt.toISOString()}::timestamptz, ${doneId})`,
      ),
    )
    .orderBy(asc(receivedAt), asc(id))
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    receivedAt: row.receivedAt,
    body: openBody(keys, row),
    ...openHead(keys, row),
  }));
}

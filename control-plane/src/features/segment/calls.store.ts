import type { SegmentCallOutcome } from '@alyson/schema';
import { segmentCalls } from '@alyson/schema/tables';
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

const { id, receivedAt, outcome } = segmentCalls;

export type NewCall = typeof segmentCalls.$inferInsert;

/** What a call is read from. */
export type UnreadCall = Pick<
  typeof segmentCalls.$inferSelect,
  'id' | 'workspaceId' | 'sourceId' | 'receivedAt' | 'body' | 'sealedBy'
>;

/** What was found in a call. */
export interface CallFindings {
  id: string;
  outcome: Extract<SegmentCallOutcome, 'read' | 'unreadable'>;
  detail: string | null;
  messages: number;
  steps: number;
  duplicates: number;
  withoutKey: number;
}

export async function insertCall(db: Database, call: NewCall): Promise<void> {
  await db.insert(segmentCalls).values(call);
}

/** Leaves a trace of a call that nothing proves, and lets the oldest of them go: whoever floods us fills no disk. */
export async function insertRejected(tx: Tx, call: NewCall, kept: number): Promise<void> {
  await tx.insert(segmentCalls).values({ ...call, outcome: 'rejected' });
  const isTrace = and(
    eq(segmentCalls.sourceId, call.sourceId),
    inArray(outcome, ['rejected', 'unreadable']), // as the index has it
    eq(outcome, 'rejected'),
  );
  const oldestKept = tx
    .select({ receivedAt, id })
    .from(segmentCalls)
    .where(isTrace)
    .orderBy(desc(receivedAt), desc(id))
    .offset(kept - 1)
    .limit(1);
  await tx.delete(segmentCalls).where(and(isTrace, sql`(${receivedAt}, ${id}) < ${oldestKept}`));
}

const UNREAD = {
  id,
  workspaceId: segmentCalls.workspaceId,
  sourceId: segmentCalls.sourceId,
  receivedAt,
  sealedBy: segmentCalls.sealedBy,
};

/** The oldest that nobody has read or is reading. They are this transaction's until its end. */
export function takeUnread(tx: Tx, limit: number): Promise<UnreadCall[]> {
  return tx
    .select({ ...UNREAD, body: segmentCalls.body })
    .from(segmentCalls)
    .where(eq(outcome, 'stored'))
    .orderBy(asc(receivedAt), asc(id))
    .limit(limit)
    .for('update', { skipLocked: true });
}

/** Calls of a source that have been read before, the oldest first. */
export function findRead(db: Database, sourceId: string, after: PageKey, limit: number): Promise<UnreadCall[]> {
  const at = new Date(after.at).toISOString();
  return db
    .select({ ...UNREAD, body: segmentCalls.body })
    .from(segmentCalls)
    .where(
      and(
        eq(segmentCalls.sourceId, sourceId),
        eq(outcome, 'read'),
        sql`(${receivedAt}, ${id}) > (${at}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(asc(receivedAt), asc(id))
    .limit(limit);
}

export async function updateFindings(tx: Tx, findings: readonly CallFindings[]): Promise<void> {
  await tx.execute(sql`
    update ${segmentCalls} set outcome = found.outcome, detail = found.detail, messages = found.messages,
      steps = found.steps, duplicates = found.duplicates, without_key = found."withoutKey"
    from jsonb_to_recordset(${JSON.stringify(findings)}::jsonb) as found(id text, outcome text, detail text, messages int,
      steps int, duplicates int, "withoutKey" int)
    where segment_calls.id = found.id`);
}

export interface CallFilter {
  sourceId: string;
  /** Only those that were refused or could not be read. */
  faultsOnly: boolean;
  after: PageKey | null;
  limit: number;
}

/** Newest first, without their bodies. */
export function findCalls(db: Database, { sourceId, faultsOnly, after, limit }: CallFilter) {
  const { detail, messages, steps, duplicates, withoutKey } = segmentCalls;
  const isWanted = faultsOnly ? inArray(outcome, ['rejected', 'unreadable']) : undefined;
  return db
    .select({ id, receivedAt, outcome, detail, messages, steps, duplicates, withoutKey })
    .from(segmentCalls)
    .where(and(eq(segmentCalls.sourceId, sourceId), isWanted, isAfter(receivedAt, id, after)))
    .orderBy(desc(receivedAt), desc(id))
    .limit(limit);
}

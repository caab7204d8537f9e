import { buyerEventRepeats, buyerReports } from '@alyson/schema/tables';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

/** Notes that a report tells of events which another report had told of before. */
export async function insertRepeats(tx: Database, reportId: string, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  const rows = eventIds.map((eventId) => ({ reportId, eventId }));
  await tx.insert(buyerEventRepeats).values(rows).onConflictDoNothing();
}

/** The reports that tell of an event too, the earliest first. */
export async function findFirstRepeat(tx: Database, eventId: string): Promise<string | null> {
  const [first] = await tx
    .select({ reportId: buyerEventRepeats.reportId })
    .from(buyerEventRepeats)
    .innerJoin(buyerReports, eq(buyerReports.id, buyerEventRepeats.reportId))
    .where(eq(buyerEventRepeats.eventId, eventId))
    .orderBy(asc(buyerReports.receivedAt), asc(buyerReports.id))
    .limit(1);
  return first?.reportId ?? null;
}

/** The events of other reports that a report tells of too. */
export async function findRepeatsOf(tx: Database, reportId: string): Promise<string[]> {
  const { eventId } = buyerEventRepeats;
  const rows = await tx.select({ eventId }).from(buyerEventRepeats).where(eq(buyerEventRepeats.reportId, reportId));
  return rows.map((row) => row.eventId);
}

/** A report no longer tells of these, or is the one to tell of them now. */
export async function deleteRepeats(tx: Database, reportId: string, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  const { eventId } = buyerEventRepeats;
  await tx
    .delete(buyerEventRepeats)
    .where(and(eq(buyerEventRepeats.reportId, reportId), inArray(eventId, [...eventIds])));
}

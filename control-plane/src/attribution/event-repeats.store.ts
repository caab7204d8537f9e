import { buyerEventRepeats } from '@alyson/schema/tables';
import type { Database } from '../io/database.ts';

/** Notes that a report tells of events which another report had told of before. */
export async function insertRepeats(tx: Database, reportId: string, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return;
  const rows = eventIds.map((eventId) => ({ reportId, eventId }));
  await tx.insert(buyerEventRepeats).values(rows).onConflictDoNothing();
}

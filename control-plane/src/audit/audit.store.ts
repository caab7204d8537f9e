import { auditEntries } from '@alyson/schema/tables';
import type { Tx } from '../io/database.ts';

export async function insertAuditEntry(tx: Tx, entry: typeof auditEntries.$inferInsert): Promise<void> {
  await tx.insert(auditEntries).values(entry);
}

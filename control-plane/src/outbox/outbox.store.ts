import { outbox } from '@alyson/schema/tables';
import type { Tx } from '../io/database.ts';

export async function insertOutboxEntry(tx: Tx, entry: typeof outbox.$inferInsert): Promise<void> {
  await tx.insert(outbox).values(entry);
}

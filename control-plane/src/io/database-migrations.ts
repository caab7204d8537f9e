import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { DatabaseConnection } from './database.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../schema/migrations', import.meta.url));

/** Any number that nothing else in this database locks. */
const LOCK = 7_162_538_401;

/** Brings the database up to date. Of several processes that start at once one does it, and the others wait. */
export async function migrate({ db, applyMigrations }: DatabaseConnection): Promise<void> {
  await db.transaction(async (tx) => {
    // The migrations run on another connection; waiting for them must not count as a slow statement.
    await tx.execute(sql`set local statement_timeout = 0`);
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`);
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
    await applyMigrations(MIGRATIONS);
  });
}

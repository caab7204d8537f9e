import { sql } from 'drizzle-orm';
import type { Database } from './io/database.ts';

/** Tells a text of at most 8000 bytes to whoever listens on a channel of this database. */
export async function notify(db: Database, channel: string, text: string): Promise<void> {
  await db.execute(sql`select pg_notify(${channel}, ${text})`);
}

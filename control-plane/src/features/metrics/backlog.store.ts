import { outbox, releases } from '@alyson/schema/tables';
import { count, isNull, min } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

/** How much waits, and since when the oldest of it. */
export interface Backlog {
  count: number;
  oldestAt: Date | null;
}

/** What follows from changes and has not been carried out. */
export async function readOutboxBacklog(db: Database): Promise<Backlog> {
  const [backlog] = await db
    .select({ count: count(), oldestAt: min(outbox.createdAt) })
    .from(outbox)
    .where(isNull(outbox.deliveredAt));
  return backlog ?? { count: 0, oldestAt: null };
}

/** Releases that no edge has been seen to hold. */
export async function readUnconfirmedBacklog(db: Database): Promise<Backlog> {
  const [backlog] = await db
    .select({ count: count(), oldestAt: min(releases.publishedAt) })
    .from(releases)
    .where(isNull(releases.confirmedAt));
  return backlog ?? { count: 0, oldestAt: null };
}

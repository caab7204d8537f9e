import { clickTallies } from '@alyson/schema/tables';
import { asc, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';
import type { NewClick } from './clicks.store.ts';

export type Tally = typeof clickTallies.$inferSelect;

const WITHOUT_BOOKS = 'edge:';

/** No books are behind it: what has arrived is all that is known. */
export const isEstimate = (ledgerId: string): boolean => ledgerId.startsWith(WITHOUT_BOOKS);

/** Counts clicks that were not stored before. @param ledgerId  of the books they are in; null when in none */
export async function addToTallies(tx: Tx, clicks: readonly NewClick[], ledgerId: string | null): Promise<void> {
  const groups = Map.groupBy(clicks, ({ edge }) => ledgerId ?? WITHOUT_BOOKS + edge);
  const tallies = [...groups].flatMap(([id, [first, ...others]]) =>
    first ? [{ ledgerId: id, edge: first.edge, stored: 1 + others.length, lastStoredAt: first.storedAt }] : [],
  );
  if (tallies.length === 0) return;
  // In one order for everybody: two deliveries must not wait for each other in a circle.
  tallies.sort((a, b) => (a.ledgerId < b.ledgerId ? -1 : 1));
  await tx
    .insert(clickTallies)
    .values(tallies)
    .onConflictDoUpdate({
      target: clickTallies.ledgerId,
      set: {
        edge: sql`excluded.edge`,
        stored: sql`${clickTallies.stored} + excluded.stored`,
        lastStoredAt: sql`excluded.last_stored_at`,
      },
    });
}

export const listTallies = (db: Database): Promise<Tally[]> =>
  db.select().from(clickTallies).orderBy(asc(clickTallies.edge), asc(clickTallies.ledgerId));

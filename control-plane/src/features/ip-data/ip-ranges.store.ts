import { ipImports, ipRanges } from '@alyson/schema/tables';
import { desc, lte, sql } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

type RangeRow = typeof ipRanges.$inferSelect;

/** The range that an address is in: ranges do not overlap, so it can only be the last that begins before it. */
export async function findRange(db: Database, address: string): Promise<RangeRow | null> {
  const [before] = await db
    .select({ range: ipRanges, isIn: sql<boolean>`${ipRanges.last} >= ${address}::inet` })
    .from(ipRanges)
    .where(lte(ipRanges.first, sql`${address}::inet`))
    .orderBy(desc(ipRanges.first))
    .limit(1);
  return before?.isIn ? before.range : null;
}

export async function readNewestImport(db: Database): Promise<typeof ipImports.$inferSelect | null> {
  const [newest] = await db.select().from(ipImports).orderBy(desc(ipImports.id)).limit(1);
  return newest ?? null;
}

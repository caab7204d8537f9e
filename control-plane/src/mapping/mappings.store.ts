import type { Mapping } from '@alyson/schema';
import { buyerMappings } from '@alyson/schema/tables';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';

export type MappingRow = typeof buyerMappings.$inferSelect;
type StoredMapping = Pick<MappingRow, 'version' | 'mapping'>;

/** What reads a buyer's reports now; null: it has no mapping of its own. */
export async function findNewestMapping(db: Database, buyerId: string): Promise<StoredMapping | null> {
  const { version, mapping } = buyerMappings;
  const [newest] = await db
    .select({ version, mapping })
    .from(buyerMappings)
    .where(eq(buyerMappings.buyerId, buyerId))
    .orderBy(desc(version))
    .limit(1);
  return newest ?? null;
}

export async function findMapping(db: Database, buyerId: string, version: number): Promise<Mapping | null> {
  const [row] = await db
    .select({ mapping: buyerMappings.mapping })
    .from(buyerMappings)
    .where(and(eq(buyerMappings.buyerId, buyerId), eq(buyerMappings.version, version)));
  return row?.mapping ?? null;
}

/** @throws on a version that is taken: the primary key says so */
export async function insertMapping(tx: Tx, row: MappingRow): Promise<void> {
  await tx.insert(buyerMappings).values(row);
}

/** Newest first, below a version. */
export function findMappings(
  db: Database,
  buyerId: string,
  below: number | null,
  limit: number,
): Promise<MappingRow[]> {
  return db
    .select()
    .from(buyerMappings)
    .where(and(eq(buyerMappings.buyerId, buyerId), below === null ? undefined : lt(buyerMappings.version, below)))
    .orderBy(desc(buyerMappings.version))
    .limit(limit);
}

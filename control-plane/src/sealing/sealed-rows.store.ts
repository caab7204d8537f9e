import { buyerReports, buyerSecrets, segmentCalls } from '@alyson/schema/tables';
import { eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { DataKeys } from '../io/data-keys.ts';
import type { Database, Tx } from '../io/database.ts';
import { openBody, openHead, sealReport } from './seal-report.ts';
import { openSecret, sealSecret } from './seal-secret.ts';
import { openCall, sealCall } from './seal-segment-call.ts';

/** A table whose rows are sealed, each row naming its key in `sealed_by`. */
export interface SealedTable {
  name: string;
  /** Seals anew up to `limit` of the rows that this key sealed, or none did. @returns how many there were */
  reseal(tx: Tx, keys: DataKeys, keyId: string | null, limit: number): Promise<number>;
}

const secrets: SealedTable = {
  name: 'buyer_secrets',
  async reseal(tx, keys, keyId, limit) {
    const { id, value, sealedBy } = buyerSecrets;
    const rows = await tx
      .select({ id, value, sealedBy })
      .from(buyerSecrets)
      .where(isSealedBy(sql`${sealedBy}`, keyId))
      .limit(limit)
      .for('update', { skipLocked: true });
    for (const row of rows)
      await tx
        .update(buyerSecrets)
        .set(sealSecret(keys, row.id, openSecret(keys, row)))
        .where(eq(id, row.id));
    return rows.length;
  },
};

const reports: SealedTable = {
  name: 'buyer_reports',
  async reseal(tx, keys, keyId, limit) {
    const { id, request, headers, body, head, sealedBy } = buyerReports;
    const rows = await tx
      .select({ id, request, headers, body, head, sealedBy })
      .from(buyerReports)
      .where(isSealedBy(sql`${sealedBy}`, keyId))
      .limit(limit)
      .for('update', { skipLocked: true });
    for (const row of rows) {
      const opened = { id: row.id, ...openHead(keys, row), body: openBody(keys, row) };
      const { id: _, ...kept } = sealReport(keys, opened);
      await tx.update(buyerReports).set(kept).where(eq(id, row.id));
    }
    return rows.length;
  },
};

const calls: SealedTable = {
  name: 'segment_calls',
  async reseal(tx, keys, keyId, limit) {
    const { id, body, sealedBy } = segmentCalls;
    const rows = await tx
      .select({ id, body, sealedBy })
      .from(segmentCalls)
      .where(isSealedBy(sql`${sealedBy}`, keyId))
      .limit(limit)
      .for('update', { skipLocked: true });
    for (const row of rows)
      await tx
        .update(segmentCalls)
        .set(sealCall(keys, row.id, openCall(keys, row)))
        .where(eq(id, row.id));
    return rows.length;
  },
};

export const SEALED_TABLES: readonly SealedTable[] = [secrets, reports, calls];

const isSealedBy = (column: SQL, keyId: string | null): SQL => (keyId === null ? isNull(column) : eq(column, keyId));

/** Keys that rows of a table name, and null where some name none: one step along the index for each. */
export async function findKeysInUse(db: Database, { name }: SealedTable): Promise<(string | null)[]> {
  const table = sql.identifier(name);
  const { rows } = await db.execute<{ id: string | null }>(sql`
    with recursive used (id) as (
      (select min(sealed_by) from ${table})
      union all
      select (select min(sealed_by) from ${table} where sealed_by > used.id) from used where used.id is not null
    )
    select id from used where id is not null
    union all
    select null where exists (select from ${table} where sealed_by is null)`);
  return rows.map(({ id }) => id);
}

/** How many rows a key sealed, or none did; counted no further than `most`. */
export async function countSealedBy(
  db: Database,
  { name }: SealedTable,
  keyId: string | null,
  most: number,
): Promise<number> {
  const rows = sql`select from ${sql.identifier(name)} where ${isSealedBy(sql`sealed_by`, keyId)} limit ${most}`;
  const { rows: counted } = await db.execute<{ n: number }>(sql`select count(*)::int as n from (${rows}) counted`);
  return counted[0]?.n ?? 0;
}

import { TUNE_RECORD_KINDS, type TuneReading, type TuneRecord, type TuneRecordKind } from '@alyson/schema';
import { tuneImports, tuneRecords } from '@alyson/schema/tables';
import { and, asc, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isFree, type Lease, PASSING_OVER } from '../../io/database-lease.ts';
import { isAfter } from '../../io/database-paging.ts';

export type ImportRow = typeof tuneImports.$inferSelect;
type NewRecord = Pick<typeof tuneRecords.$inferInsert, 'record' | 'raw'>;

export async function insertImport(tx: Tx, row: ImportRow): Promise<void> {
  await tx.insert(tuneImports).values(row);
}

export async function readImport(db: Database, workspaceId: string, id: string): Promise<ImportRow | null> {
  const own = and(eq(tuneImports.id, id), eq(tuneImports.workspaceId, workspaceId));
  const [row] = await db.select().from(tuneImports).where(own);
  return row ?? null;
}

export const isReading = async (db: Database, workspaceId: string): Promise<boolean> =>
  (await db.$count(tuneImports, and(eq(tuneImports.workspaceId, workspaceId), eq(tuneImports.state, 'reading')))) > 0;

export function findImports(db: Database, workspaceId: string, after: PageKey | null, limit: number) {
  return db
    .select()
    .from(tuneImports)
    .where(and(eq(tuneImports.workspaceId, workspaceId), isAfter(tuneImports.createdAt, tuneImports.id, after)))
    .orderBy(desc(tuneImports.createdAt), desc(tuneImports.id))
    .limit(limit);
}

/** All but the newest; their records go with them. */
export async function forgetOlderImports(tx: Tx, workspaceId: string, keep: number): Promise<void> {
  const old = tx
    .select({ id: tuneImports.id })
    .from(tuneImports)
    .where(eq(tuneImports.workspaceId, workspaceId))
    .orderBy(desc(tuneImports.createdAt), desc(tuneImports.id))
    .offset(keep);
  await tx.delete(tuneImports).where(inArray(tuneImports.id, old));
}

/** How many records of each kind each import holds. */
export async function countRecords(db: Database, importIds: readonly string[]) {
  const counts = new Map(importIds.map((id) => [id, emptyCounts()]));
  if (importIds.length === 0) return counts;
  const rows = await db
    .select({ importId: tuneRecords.importId, kind: tuneRecords.kind, count: sql<number>`count(*)::int` })
    .from(tuneRecords)
    .where(inArray(tuneRecords.importId, [...importIds]))
    .groupBy(tuneRecords.importId, tuneRecords.kind);
  for (const { importId, kind, count } of rows) {
    const of = counts.get(importId);
    if (of) of[kind] = count;
  }
  return counts;
}

const emptyCounts = () =>
  Object.fromEntries(TUNE_RECORD_KINDS.map((kind) => [kind, 0])) as Record<TuneRecordKind, number>;

/** Rows of one statement: each is three values. */
const CHUNK = 1_000;

/** What came twice is kept as it came last, so that a page that is read again makes nothing twice. */
export async function saveRecords(tx: Tx, importId: string, records: readonly NewRecord[]): Promise<void> {
  const byId = new Map(records.map(({ record, raw }) => [`${record.kind}/${record.id}`, { record, raw }]));
  const rows = [...byId.values()].map(({ record, raw }) => {
    const { kind, id: tuneId } = record as TuneRecord;
    return { importId, kind, tuneId, record, raw };
  });
  for (let start = 0; start < rows.length; start += CHUNK)
    await tx
      .insert(tuneRecords)
      .values(rows.slice(start, start + CHUNK))
      .onConflictDoUpdate({
        target: [tuneRecords.importId, tuneRecords.kind, tuneRecords.tuneId],
        set: { record: sql`excluded.record`, raw: sql`excluded.raw` },
      });
}

export const countOf = (db: Database, importId: string): Promise<number> =>
  db.$count(tuneRecords, eq(tuneRecords.importId, importId));

/** In the order of their ids, so that the same things make the same plan. */
export async function readRecords(db: Database, importId: string): Promise<TuneRecord[]> {
  const rows = await db
    .select({ record: tuneRecords.record })
    .from(tuneRecords)
    .where(eq(tuneRecords.importId, importId))
    .orderBy(asc(tuneRecords.kind), sql`length(${tuneRecords.tuneId})`, asc(tuneRecords.tuneId));
  return rows.map(({ record }) => record);
}

export function findRecords(db: Database, importId: string, kind: TuneRecordKind, after: string | null, limit: number) {
  return db
    .select({ record: tuneRecords.record, raw: tuneRecords.raw, tuneId: tuneRecords.tuneId })
    .from(tuneRecords)
    .where(
      and(
        eq(tuneRecords.importId, importId),
        eq(tuneRecords.kind, kind),
        after === null ? undefined : gt(tuneRecords.tuneId, after),
      ),
    )
    .orderBy(asc(tuneRecords.tuneId))
    .limit(limit);
}

/** Takes the oldest import that is to be read on, for this process alone. */
export async function leaseReading(db: Database, lease: Lease): Promise<ImportRow | null> {
  const free = db
    .select({ id: tuneImports.id })
    .from(tuneImports)
    .where(and(eq(tuneImports.state, 'reading'), isFree(tuneImports.leasedUntil, lease)))
    .orderBy(asc(tuneImports.createdAt))
    .limit(1)
    .for('update', PASSING_OVER);
  const [row] = await db
    .update(tuneImports)
    .set({ leasedUntil: lease.until })
    .where(inArray(tuneImports.id, free))
    .returning();
  return row ?? null;
}

/** Moves a reading on, as long as the lease is still ours. @returns false where another process has it by now */
export async function moveReading(
  tx: Tx,
  row: ImportRow,
  change: Partial<ImportRow> & { reading: TuneReading | null },
) {
  const ours = and(
    eq(tuneImports.id, row.id),
    eq(tuneImports.state, 'reading'),
    row.leasedUntil === null ? isNull(tuneImports.leasedUntil) : eq(tuneImports.leasedUntil, row.leasedUntil),
  );
  const moved = await tx.update(tuneImports).set(change).where(ours).returning({ id: tuneImports.id });
  return moved.length > 0;
}

import { tuneParityReports } from '@alyson/schema/tables';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type ParityRow = typeof tuneParityReports.$inferSelect;

/** The newest stay, so that nobody has to clear them up. */
export async function insertReport(tx: Tx, row: ParityRow, keep: number): Promise<void> {
  await tx.insert(tuneParityReports).values(row);
  const old = tx
    .select({ id: tuneParityReports.id })
    .from(tuneParityReports)
    .where(eq(tuneParityReports.workspaceId, row.workspaceId))
    .orderBy(desc(tuneParityReports.createdAt), desc(tuneParityReports.id))
    .offset(keep);
  await tx.delete(tuneParityReports).where(inArray(tuneParityReports.id, old));
}

export function findReports(db: Database, workspaceId: string, after: PageKey | null, limit: number) {
  const { createdAt, id } = tuneParityReports;
  return db
    .select()
    .from(tuneParityReports)
    .where(and(eq(tuneParityReports.workspaceId, workspaceId), isAfter(createdAt, id, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

export async function findReport(db: Database, workspaceId: string, id: string): Promise<ParityRow | null> {
  const own = and(eq(tuneParityReports.id, id), eq(tuneParityReports.workspaceId, workspaceId));
  const [row] = await db.select().from(tuneParityReports).where(own);
  return row ?? null;
}

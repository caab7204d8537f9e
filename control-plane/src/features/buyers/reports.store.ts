import type { ReportOutcome } from '@alyson/schema';
import { buyerReports } from '@alyson/schema/tables';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type NewReport = Omit<typeof buyerReports.$inferInsert, 'deliveries'>;

/**
 * Stores a report, or counts one delivery more of the report that came under this webhook id before. A second one waits
 * here until the first is committed.
 */
export async function upsertReport(tx: Tx, report: NewReport) {
  const [stored] = await tx
    .insert(buyerReports)
    .values(report)
    .onConflictDoUpdate({
      target: [buyerReports.buyerId, buyerReports.webhookId],
      targetWhere: sql`${buyerReports.outcome} <> 'rejected'`,
      set: { deliveries: sql`${buyerReports.deliveries} + 1` },
    })
    .returning({ id: buyerReports.id, outcome: buyerReports.outcome, receivedAt: buyerReports.receivedAt });
  if (!stored) throw new Error('an upsert answered nothing');
  return { ...stored, isNew: stored.id === report.id };
}

export async function updateOutcome(tx: Tx, reportId: string, outcome: ReportOutcome): Promise<void> {
  await tx.update(buyerReports).set({ outcome }).where(eq(buyerReports.id, reportId));
}

export async function readBody(tx: Tx, reportId: string): Promise<Uint8Array> {
  const [report] = await tx.select({ body: buyerReports.body }).from(buyerReports).where(eq(buyerReports.id, reportId));
  return report?.body ?? new Uint8Array();
}

/** Leaves a trace of a request that was refused, and lets the oldest traces go: whoever floods us fills no disk. */
export async function insertRejected(tx: Tx, report: NewReport, kept: number): Promise<void> {
  await tx.insert(buyerReports).values(report);
  const isRejected = and(eq(buyerReports.buyerId, report.buyerId), eq(buyerReports.outcome, 'rejected'));
  const oldestKept = tx
    .select({ receivedAt: buyerReports.receivedAt, id: buyerReports.id })
    .from(buyerReports)
    .where(isRejected)
    .orderBy(desc(buyerReports.receivedAt), desc(buyerReports.id))
    .offset(kept - 1)
    .limit(1);
  await tx
    .delete(buyerReports)
    .where(and(isRejected, sql`(${buyerReports.receivedAt}, ${buyerReports.id}) < ${oldestKept}`));
}

export interface ReportFilter {
  workspaceId: string;
  buyerId: string;
  outcome: ReportOutcome | null;
  after: PageKey | null;
  limit: number;
}

/** Newest first, without their bodies. */
export function findReports(db: Database, { workspaceId, buyerId, outcome, after, limit }: ReportFilter) {
  const own = and(eq(buyerReports.workspaceId, workspaceId), eq(buyerReports.buyerId, buyerId));
  const hasOutcome = outcome === null ? undefined : eq(buyerReports.outcome, outcome);
  const { id, webhookId, outcome: itsOutcome, detail, receivedAt, deliveries } = buyerReports;
  return db
    .select({ id, webhookId, outcome: itsOutcome, detail, receivedAt, deliveries })
    .from(buyerReports)
    .where(and(own, hasOutcome, isAfter(receivedAt, id, after)))
    .orderBy(desc(receivedAt), desc(id))
    .limit(limit);
}

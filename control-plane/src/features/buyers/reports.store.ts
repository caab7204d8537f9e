import type { ReportOutcome } from '@alyson/schema';
import { buyerReports } from '@alyson/schema/tables';
import { and, desc, eq, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { DataKeys } from '../../io/data-keys.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';
import { openBody, openHead, sealReport } from '../../sealing/seal-report.ts';
import type { StoredPayload } from './read-report.ts';

const { id, receivedAt } = buyerReports;

/** A report as it came; it is sealed on its way into the table. */
export type NewReport = Omit<typeof buyerReports.$inferInsert, 'deliveries' | 'head' | 'sealedBy'>;

/**
 * Stores a report, or counts one delivery more of the report that came under this webhook id before. A second one waits
 * here until the first is committed.
 */
export async function upsertReport(tx: Tx, keys: DataKeys, report: NewReport) {
  const [stored] = await tx
    .insert(buyerReports)
    .values(sealReport(keys, report))
    .onConflictDoUpdate({
      target: [buyerReports.buyerId, buyerReports.webhookId],
      targetWhere: sql`${buyerReports.outcome} <> 'rejected'`,
      set: { deliveries: sql`${buyerReports.deliveries} + 1` },
    })
    .returning({
      id: buyerReports.id,
      outcome: buyerReports.outcome,
      receivedAt: buyerReports.receivedAt,
    });
  if (!stored) throw new Error('an upsert answered nothing');
  return { ...stored, isNew: stored.id === report.id };
}

/** What a mapping made of a report. */
export async function updateReading(
  tx: Tx,
  reportId: string,
  {
    outcome,
    mappingVersion,
    detail = null,
  }: { outcome: ReportOutcome; mappingVersion: number; detail?: string | null },
): Promise<void> {
  await tx.update(buyerReports).set({ outcome, mappingVersion, detail }).where(eq(buyerReports.id, reportId));
}

export async function updateOutcome(tx: Tx, reportId: string, outcome: ReportOutcome): Promise<void> {
  await tx.update(buyerReports).set({ outcome }).where(eq(buyerReports.id, reportId));
}

/** What is kept of a report that says how to read it. @throws ProblemError `data_key_missing` */
export async function readStored(tx: Tx, keys: DataKeys, reportId: string): Promise<StoredPayload> {
  const { body, headers, request, head, sealedBy } = buyerReports;
  const [report] = await tx
    .select({ id, body, headers, request, head, sealedBy })
    .from(buyerReports)
    .where(eq(id, reportId));
  if (!report) throw new Error('a report is gone while it is read');
  return { body: openBody(keys, report), ...openHead(keys, report) };
}

/** The newest of what came to a buyer's address and was its own. @throws ProblemError `data_key_missing` */
export async function findNewestReports(
  db: Database,
  keys: DataKeys,
  { workspaceId, buyerId, limit }: Pick<ReportFilter, 'workspaceId' | 'buyerId' | 'limit'>,
): Promise<(StoredPayload & { id: string; receivedAt: Date })[]> {
  const { body, headers, request, head, sealedBy, outcome, source } = buyerReports;
  const rows = await db
    .select({ id, receivedAt, body, headers, request, head, sealedBy })
    .from(buyerReports)
    .where(
      and(
        eq(buyerReports.workspaceId, workspaceId),
        eq(buyerReports.buyerId, buyerId),
        inArray(source, ['webhook', 'postback']),
        ne(outcome, 'rejected'),
      ),
    )
    .orderBy(desc(receivedAt), desc(id))
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    receivedAt: row.receivedAt,
    body: openBody(keys, row),
    ...openHead(keys, row),
  }));
}

export async function insertReport(tx: Tx, keys: DataKeys, report: NewReport): Promise<void> {
  await tx.insert(buyerReports).values(sealReport(keys, report));
}

/**
 * Stores the report of a conversion, unless the conversion has been counted. A second one waits here until the first is
 * committed.
 *
 * @returns whether this report is the one that counts
 */
export async function claimConversion(tx: Tx, keys: DataKeys, report: NewReport): Promise<boolean> {
  const target = [buyerReports.buyerId, buyerReports.conversionKey];
  const claimed = await tx
    .insert(buyerReports)
    .values(sealReport(keys, report))
    .onConflictDoNothing({ target })
    .returning({ id: buyerReports.id });
  return claimed.length > 0;
}

/**
 * Leaves a trace of a request that anybody may have sent, and lets the oldest of its outcome go: whoever floods us fills
 * no disk.
 */
export async function insertTrace(tx: Tx, keys: DataKeys, report: NewReport, kept: number): Promise<void> {
  await tx.insert(buyerReports).values(sealReport(keys, report));
  const ofSame = and(
    eq(buyerReports.workspaceId, report.workspaceId),
    isOfBuyer(report.buyerId ?? null),
    eq(buyerReports.outcome, report.outcome),
  );
  const oldestKept = tx
    .select({ receivedAt: buyerReports.receivedAt, id: buyerReports.id })
    .from(buyerReports)
    .where(ofSame)
    .orderBy(desc(buyerReports.receivedAt), desc(buyerReports.id))
    .offset(kept - 1)
    .limit(1);
  await tx
    .delete(buyerReports)
    .where(and(ofSame, sql`(${buyerReports.receivedAt}, ${buyerReports.id}) < ${oldestKept}`));
}

const isOfBuyer = (buyerId: string | null): SQL =>
  buyerId === null ? isNull(buyerReports.buyerId) : eq(buyerReports.buyerId, buyerId);

/** Newest first: calls that no buyer could be told from. */
export function findUnclaimedReports(
  db: Database,
  { workspaceId, after, limit }: Pick<ReportFilter, 'workspaceId' | 'after' | 'limit'>,
) {
  const unclaimed = and(isOfBuyer(null), eq(buyerReports.outcome, 'unauthenticated'));
  return selectReports(db)
    .where(and(eq(buyerReports.workspaceId, workspaceId), unclaimed, isAfter(receivedAt, id, after)))
    .orderBy(desc(receivedAt), desc(id))
    .limit(limit);
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
  return selectReports(db)
    .where(and(own, hasOutcome, isAfter(receivedAt, id, after)))
    .orderBy(desc(receivedAt), desc(id))
    .limit(limit);
}

/** Without their bodies, and their heads as they are kept: `openHead` reads them. */
function selectReports(db: Database) {
  const { buyerId, source, request, headers, head, sealedBy, sender, webhookId, outcome, detail, fault, deliveries } =
    buyerReports;
  const kept = { id, request, headers, head, sealedBy };
  return db
    .select({ ...kept, buyerId, source, sender, webhookId, outcome, detail, fault, receivedAt, deliveries })
    .from(buyerReports);
}

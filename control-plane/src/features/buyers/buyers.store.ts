import { MOST_COUNTED } from '@alyson/schema';
import { apiTokens, buyerEvents, buyerReports, buyers, workspaces } from '@alyson/schema/tables';
import {
  and,
  arrayContains,
  desc,
  eq,
  getTableColumns,
  gt,
  ilike,
  isNotNull,
  isNull,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter, like } from '../../io/database-paging.ts';

export type BuyerRow = typeof buyers.$inferSelect;

/** @throws on a name that is taken: a unique index says so */
export async function insertBuyer(tx: Tx, buyer: BuyerRow): Promise<void> {
  await tx.insert(buyers).values(buyer);
}

export async function findBuyerByEndpoint(db: Database, endpointId: string): Promise<BuyerRow | null> {
  const [buyer] = await db.select().from(buyers).where(eq(buyers.endpointId, endpointId));
  return buyer ?? null;
}

/** Of any workspace: a token names its buyer wherever it stands. */
export async function findBuyerByTuneToken(db: Database, tokenSha256: string): Promise<BuyerRow | null> {
  const [buyer] = await db.select().from(buyers).where(eq(buyers.tuneTokenSha256, tokenSha256));
  return buyer ?? null;
}

/** Buyers that a conversion without a token may belong to: by its offer, or by an address. */
export function findTuneBuyers(db: Database, workspaceId: string, offerId: string | null): Promise<BuyerRow[]> {
  const hasOffer = offerId === null ? undefined : arrayContains(buyers.tuneOfferIds, [offerId]);
  const hasAddresses = gt(sql`cardinality(${buyers.tuneAddresses})`, 0);
  return db
    .select()
    .from(buyers)
    .where(and(eq(buyers.workspaceId, workspaceId), or(hasOffer, hasAddresses)));
}

/** For a change: whoever else wants to change it waits until this transaction has ended. */
export async function lockBuyer(tx: Tx, workspaceId: string, id: string): Promise<BuyerRow | null> {
  const own = and(eq(buyers.id, id), eq(buyers.workspaceId, workspaceId));
  const [buyer] = await tx.select().from(buyers).where(own).for('update');
  return buyer ?? null;
}

/** @throws on a name or a token that another buyer has: a unique index says so */
export async function updateBuyer(
  tx: Tx,
  id: string,
  change: Partial<Omit<BuyerRow, 'id' | 'workspaceId' | 'version'>>,
): Promise<void> {
  const version = sql`${buyers.version} + 1`;
  await tx
    .update(buyers)
    .set({ ...change, version })
    .where(eq(buyers.id, id));
}

/** The workspace that calls belong to which name no buyer: the one of the edge that passed them on. */
export async function findWorkspaceOfToken(db: Database, tokenSha256: string): Promise<string> {
  const valid = and(eq(apiTokens.tokenSha256, tokenSha256), isNull(apiTokens.revokedAt));
  const [token] = await db.select({ workspaceId: apiTokens.workspaceId }).from(apiTokens).where(valid);
  if (!token) throw new Error('the edge token has no workspace');
  return token.workspaceId;
}

export async function findCurrency(db: Database, workspaceId: string): Promise<string> {
  const own = eq(workspaces.id, workspaceId);
  const [workspace] = await db.select({ currency: workspaces.currency }).from(workspaces).where(own);
  if (!workspace) throw new Error('a buyer belongs to no workspace');
  return workspace.currency;
}

export async function hasBuyer(db: Database, workspaceId: string, id: string): Promise<boolean> {
  const own = and(eq(buyers.id, id), eq(buyers.workspaceId, workspaceId));
  return (await db.select({ id: buyers.id }).from(buyers).where(own)).length > 0;
}

/** A buyer with how it is reporting. */
export interface BuyerSummary extends Omit<BuyerRow, 'workspaceId' | 'webhookSecret'> {
  lastReportAt: Date | null;
  reports: number;
  orphans: number;
}

export interface BuyerListFilter {
  /** A part of the name. */
  q?: string | undefined;
  archived: 'exclude' | 'include' | 'only';
}

/** Newest first, with how each is reporting. Refused requests count as nothing: anybody can send those. */
export function findBuyers(
  db: Database,
  workspaceId: string,
  after: PageKey | null,
  limit: number,
  { q, archived }: BuyerListFilter,
): Promise<BuyerSummary[]> {
  return selectSummaries(db)
    .where(
      and(
        eq(buyers.workspaceId, workspaceId),
        archived === 'include' ? undefined : (archived === 'only' ? isNotNull : isNull)(buyers.archivedAt),
        q ? ilike(buyers.name, like(q)) : undefined,
        isAfter(buyers.createdAt, buyers.id, after),
      ),
    )
    .orderBy(desc(buyers.createdAt), desc(buyers.id))
    .limit(limit);
}

export async function findBuyerSummary(db: Database, workspaceId: string, id: string): Promise<BuyerSummary | null> {
  const own = and(eq(buyers.id, id), eq(buyers.workspaceId, workspaceId));
  const [summary] = await selectSummaries(db).where(own);
  return summary ?? null;
}

const countSome = (rows: SQL): SQL<number> =>
  sql<number>`(select count(*)::int from (select 1 from ${rows} limit ${MOST_COUNTED}) counted)`;

function selectSummaries(db: Database) {
  const taken = sql`${buyerReports.buyerId} = ${buyers.id} and ${buyerReports.outcome} <> 'rejected'`;
  const waits = sql`${buyerEvents.buyerId} = ${buyers.id} and ${buyerEvents.clickId} is null and ${buyerEvents.withdrawnAt} is null`;
  const { workspaceId: _, webhookSecret: __, ...shown } = getTableColumns(buyers);
  return db
    .select({
      ...shown,
      lastReportAt:
        sql<Date | null>`(select max(${buyerReports.receivedAt}) from ${buyerReports} where ${taken})`.mapWith(
          buyerReports.receivedAt,
        ),
      reports: countSome(sql`${buyerReports} where ${taken}`),
      orphans: countSome(sql`${buyerEvents} where ${waits}`),
    })
    .from(buyers);
}

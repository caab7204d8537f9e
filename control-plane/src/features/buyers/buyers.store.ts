import { buyerEvents, buyerReports, buyers } from '@alyson/schema/tables';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type BuyerRow = typeof buyers.$inferSelect;

/** @throws on a name that is taken: a unique index says so */
export async function insertBuyer(tx: Tx, buyer: BuyerRow): Promise<void> {
  await tx.insert(buyers).values(buyer);
}

export async function findBuyerByEndpoint(db: Database, endpointId: string): Promise<BuyerRow | null> {
  const [buyer] = await db.select().from(buyers).where(eq(buyers.endpointId, endpointId));
  return buyer ?? null;
}

export async function hasBuyer(db: Database, workspaceId: string, id: string): Promise<boolean> {
  const own = and(eq(buyers.id, id), eq(buyers.workspaceId, workspaceId));
  return (await db.select({ id: buyers.id }).from(buyers).where(own)).length > 0;
}

/** A buyer with how it is reporting. */
export interface BuyerSummary extends Pick<BuyerRow, 'id' | 'name' | 'endpointId' | 'createdAt'> {
  lastReportAt: Date | null;
  reports: number;
  orphans: number;
}

/** Newest first, with how each is reporting. Refused requests count as nothing: anybody can send those. */
export function findBuyers(
  db: Database,
  workspaceId: string,
  after: PageKey | null,
  limit: number,
): Promise<BuyerSummary[]> {
  const taken = sql`${buyerReports.buyerId} = ${buyers.id} and ${buyerReports.outcome} <> 'rejected'`;
  const waits = sql`${buyerEvents.workspaceId} = ${buyers.workspaceId} and ${buyerEvents.buyerId} = ${buyers.id}
    and ${buyerEvents.clickId} is null`;
  const { id, name, endpointId, createdAt } = buyers;
  return db
    .select({
      id,
      name,
      endpointId,
      createdAt,
      lastReportAt:
        sql<Date | null>`(select max(${buyerReports.receivedAt}) from ${buyerReports} where ${taken})`.mapWith(
          buyerReports.receivedAt,
        ),
      reports: sql<number>`(select count(*)::int from ${buyerReports} where ${taken})`,
      orphans: sql<number>`(select count(*)::int from ${buyerEvents} where ${waits})`,
    })
    .from(buyers)
    .where(and(eq(buyers.workspaceId, workspaceId), isAfter(createdAt, id, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

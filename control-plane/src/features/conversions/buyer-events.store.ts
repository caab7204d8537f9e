import type { BuyerEventKind } from '@alyson/schema';
import { agents, buyerEvents, buyers, experiments } from '@alyson/schema/tables';
import { and, desc, eq, isNotNull, isNull, type SQL } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database } from '../../io/database.ts';
import { isAfter, isWithin } from '../../io/database-paging.ts';

export interface BuyerEventFilter {
  workspaceId: string;
  /** One event alone. */
  id?: string;
  experimentId: string | null;
  keyDigest: Uint8Array | null;
  joined: 'any' | 'joined' | 'orphan';
  buyerId?: string | undefined;
  kind?: BuyerEventKind | undefined;
  from?: string | undefined;
  to?: string | undefined;
  after: PageKey | null;
  limit: number;
}

/** Newest first, by the time of receipt. */
export function findBuyerEvents(db: Database, filter: BuyerEventFilter) {
  return db
    .select({
      event: buyerEvents,
      buyerName: buyers.name,
      experimentName: experiments.name,
      agentNumber: agents.number,
    })
    .from(buyerEvents)
    .innerJoin(buyers, eq(buyers.id, buyerEvents.buyerId))
    .leftJoin(experiments, eq(experiments.id, buyerEvents.experimentId))
    .leftJoin(agents, eq(agents.id, buyerEvents.agentId))
    .where(and(...conditionsOf(filter), isAfter(buyerEvents.receivedAt, buyerEvents.id, filter.after)))
    .orderBy(desc(buyerEvents.receivedAt), desc(buyerEvents.id))
    .limit(filter.limit);
}

function conditionsOf(filter: BuyerEventFilter): SQL[] {
  const { workspaceId, experimentId, keyDigest, joined, buyerId, kind } = filter;
  const conditions = [eq(buyerEvents.workspaceId, workspaceId)];
  if (experimentId !== null) conditions.push(eq(buyerEvents.experimentId, experimentId));
  if (keyDigest !== null) conditions.push(eq(buyerEvents.keyDigest, keyDigest));
  if (joined !== 'any') {
    conditions.push((joined === 'joined' ? isNotNull : isNull)(buyerEvents.clickId));
    conditions.push(isNull(buyerEvents.withdrawnAt));
  }
  if (filter.id !== undefined) conditions.push(eq(buyerEvents.id, filter.id));
  if (buyerId !== undefined) conditions.push(eq(buyerEvents.buyerId, buyerId));
  if (kind !== undefined) conditions.push(eq(buyerEvents.kind, kind));
  const within = isWithin(buyerEvents.receivedAt, filter);
  if (within) conditions.push(within);
  return conditions;
}

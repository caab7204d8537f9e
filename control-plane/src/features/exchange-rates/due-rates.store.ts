import type { BuyerEventKind } from '@alyson/schema';
import { earliestRateDay, lastServedDay } from '@alyson/schema';
import { buyerEvents, exchangeRates } from '@alyson/schema/tables';
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

export type DueRate = Awaited<ReturnType<typeof findDueRates>>[number];

/**
 * Rates that something is still to be done for. `isSettled`: every transaction has ended that may have looked for a rate
 * before this one was there, so that no amount will be found waiting for it any more.
 */
export const findDueRates = (db: Database, limit: number) =>
  db
    .select({
      workspaceId: exchangeRates.workspaceId,
      from: exchangeRates.fromCurrency,
      to: exchangeRates.toCurrency,
      day: exchangeRates.day,
      changedAt: exchangeRates.changedAt,
      due: sql<'settle' | 'resettle'>`${exchangeRates.due}`,
      isSettled: sql<boolean>`age(${exchangeRates}.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)`,
    })
    .from(exchangeRates)
    .where(isNotNull(exchangeRates.due))
    .orderBy(asc(exchangeRates.changedAt))
    .limit(limit);

/** Nothing is left to be done for it, unless it was set again meanwhile. */
export async function markDone(db: Database, { workspaceId, from, to, day, due, changedAt }: DueRate): Promise<void> {
  await db
    .update(exchangeRates)
    .set({ due: null })
    .where(
      and(
        eq(exchangeRates.workspaceId, workspaceId),
        eq(exchangeRates.fromCurrency, from),
        eq(exchangeRates.toCurrency, to),
        eq(exchangeRates.day, day),
        eq(exchangeRates.due, due),
        eq(exchangeRates.changedAt, changedAt),
      ),
    );
}

/** An event as far as it is needed to settle what hangs together with it. */
export interface AffectedEvent {
  id: string;
  buyerId: string;
  kind: BuyerEventKind;
  eventId: string;
  leadId: string | null;
  refersTo: string | null;
}

type Row = { [K in keyof AffectedEvent]: AffectedEvent[K] };

/** Events that this rate, or a newer one that serves on the same days, would count otherwise than they are counted. */
export async function findAffectedEvents(db: Database, rate: DueRate, limit: number): Promise<AffectedEvent[]> {
  const { rows } = await db.execute<Row>(sql`
    select e.id, e.buyer_id as "buyerId", e.kind, e.event_id as "eventId", e.lead_id as "leadId", e.refers_to as "refersTo"
    from ${buyerEvents} e
    cross join lateral (
      select r.rate, r.day from ${exchangeRates} r
      where r.workspace_id = e.workspace_id and r.from_currency = e.currency and r.to_currency = e.rate_to
        and r.day between (e.occurred_at at time zone 'UTC')::date - (${rate.day}::date - ${earliestRateDay(rate.day)}::date)
          and (e.occurred_at at time zone 'UTC')::date
      order by r.day desc limit 1) as r
    where e.workspace_id = ${rate.workspaceId} and e.currency = ${rate.from} and e.rate_to = ${rate.to}
      and e.occurred_at >= ${rate.day}::date::timestamp at time zone 'UTC'
      and e.occurred_at < (${lastServedDay(rate.day)}::date + 1)::timestamp at time zone 'UTC'
      and (e.rate is null or (${rate.due === 'resettle'} and (e.rate, e.rate_day) is distinct from (r.rate, r.day)))
    limit ${limit}`);
  return rows;
}

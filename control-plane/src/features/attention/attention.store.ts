import { attentionItems, buyerEvents, buyerHours, buyers, deliveries, destinations } from '@alyson/schema/tables';
import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, max, notInArray, sql } from 'drizzle-orm';
import type { BuyerHour } from '../../domain/buyer-habits.ts';
import type { Database, Tx } from '../../io/database.ts';

export type AttentionRow = typeof attentionItems.$inferSelect;
export type AttentionKind = AttentionRow['kind'];

/** A buyer whose habits are watched. */
export interface WatchedBuyer {
  id: string;
  workspaceId: string;
  name: string;
  createdAt: Date;
}

export const listWatchedBuyers = (db: Database): Promise<WatchedBuyer[]> =>
  db
    .select({ id: buyers.id, workspaceId: buyers.workspaceId, name: buyers.name, createdAt: buyers.createdAt })
    .from(buyers)
    .where(isNull(buyers.archivedAt))
    .orderBy(asc(buyers.id));

export async function findLastHour(db: Database, buyerId: string): Promise<Date | null> {
  const [row] = await db
    .select({ hour: max(buyerHours.hour) })
    .from(buyerHours)
    .where(eq(buyerHours.buyerId, buyerId));
  return row?.hour ?? null;
}

/** Counts whole hours anew: from the first, and before the last. Each is read by an index on the buyer and the time. */
export async function countHours(db: Database, buyerId: string, from: Date, to: Date): Promise<void> {
  const [first, last] = [from, to].map((hour) => sql`${hour.toISOString()}::timestamptz`);
  await db.execute(sql`
    insert into ${buyerHours} (buyer_id, hour, events, orphans, rejected)
    select ${buyerId}, h.hour, coalesce(e.events, 0), coalesce(e.orphans, 0), coalesce(r.rejected, 0)
    from generate_series(${first}, ${last} - interval '1 hour', interval '1 hour') as h(hour)
    left join (
      select date_trunc('hour', received_at, 'UTC') as hour, count(*)::int as events,
        (count(*) filter (where click_id is null))::int as orphans
      from buyer_events
      where buyer_id = ${buyerId} and received_at >= ${first} and received_at < ${last} and withdrawn_at is null
      group by 1) e on e.hour = h.hour
    left join (
      select date_trunc('hour', received_at, 'UTC') as hour, count(*)::int as rejected
      from buyer_reports
      where buyer_id = ${buyerId} and received_at >= ${first} and received_at < ${last} and outcome = 'rejected'
      group by 1) r on r.hour = h.hour
    on conflict (buyer_id, hour) do update
      set events = excluded.events, orphans = excluded.orphans, rejected = excluded.rejected`);
}

/** The newest last. */
export const readHours = (db: Database, buyerId: string, from: Date, to: Date): Promise<BuyerHour[]> =>
  db
    .select({ events: buyerHours.events, orphans: buyerHours.orphans, rejected: buyerHours.rejected })
    .from(buyerHours)
    .where(and(eq(buyerHours.buyerId, buyerId), gte(buyerHours.hour, from), lt(buyerHours.hour, to)))
    .orderBy(asc(buyerHours.hour));

export async function deleteOldHours(db: Database, buyerId: string, before: Date): Promise<void> {
  await db.delete(buyerHours).where(and(eq(buyerHours.buyerId, buyerId), lt(buyerHours.hour, before)));
}

/** A buyer's newest amounts above zero, of its newest events; the newest first. */
export const readAmounts = (db: Database, buyerId: string, most: number) => {
  const newest = db
    .select({
      amountMicros: buyerEvents.amountMicros,
      currency: buyerEvents.currency,
      kind: buyerEvents.kind,
      receivedAt: buyerEvents.receivedAt,
      id: buyerEvents.id,
    })
    .from(buyerEvents)
    .where(eq(buyerEvents.buyerId, buyerId))
    .orderBy(desc(buyerEvents.receivedAt), desc(buyerEvents.id))
    .limit(most)
    .as('newest');
  return db
    .select({ amountMicros: newest.amountMicros, currency: newest.currency })
    .from(newest)
    .where(and(inArray(newest.kind, ['lead', 'sale']), gt(newest.amountMicros, 0)))
    .orderBy(desc(newest.receivedAt), desc(newest.id));
};

/** Destinations that were stopped, have failed since then, or gave something up lately. */
export function findTroubled(db: Database, failingSince: Date, givenUpAfter: Date) {
  const gaveUp = sql<boolean>`exists (
    select from ${deliveries} d where d.destination_id = ${destinations.id} and d.state = 'given_up' and d.topic <> 'test'
      and d.finished_at > ${givenUpAfter.toISOString()}::timestamptz)`;
  const fails = sql<boolean>`coalesce(${destinations.failingSince} <= ${failingSince.toISOString()}::timestamptz, false)`;
  return db
    .select({ destination: destinations, gaveUp, fails })
    .from(destinations)
    .where(
      and(
        isNull(destinations.removedAt),
        sql`(${destinations.state} = 'stopped' or (${destinations.state} = 'on' and (${fails} or ${gaveUp})))`,
      ),
    );
}

export const findOpenItems = (db: Database, workspaceId: string, most: number): Promise<AttentionRow[]> =>
  db
    .select()
    .from(attentionItems)
    .where(and(eq(attentionItems.workspaceId, workspaceId), isNull(attentionItems.clearedAt)))
    .orderBy(desc(attentionItems.since), desc(attentionItems.id))
    .limit(most);

/** @returns whether it was not there before; of one that is, the words are renewed */
export async function raiseItem(tx: Tx, item: typeof attentionItems.$inferInsert): Promise<boolean> {
  const [row] = await tx
    .insert(attentionItems)
    .values(item)
    .onConflictDoUpdate({
      target: [attentionItems.workspaceId, attentionItems.kind, attentionItems.subjectId],
      targetWhere: isNull(attentionItems.clearedAt),
      set: { summary: item.summary, evidence: item.evidence },
    })
    .returning({ id: attentionItems.id });
  return row?.id === item.id;
}

/** Ends the open items of these kinds that are about none of these subjects. @param only  of this subject alone */
export function clearItems(
  tx: Tx,
  { kinds, but, only, now }: { kinds: readonly AttentionKind[]; but: readonly string[]; only?: string; now: Date },
): Promise<AttentionRow[]> {
  return tx
    .update(attentionItems)
    .set({ clearedAt: now })
    .where(
      and(
        isNull(attentionItems.clearedAt),
        inArray(attentionItems.kind, [...kinds]),
        only === undefined ? undefined : eq(attentionItems.subjectId, only),
        but.length === 0 ? undefined : notInArray(attentionItems.subjectId, [...but]),
      ),
    )
    .returning();
}

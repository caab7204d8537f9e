import { buyerEvents, clicks, deliveries, deliveryAttempts } from '@alyson/schema/tables';
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { PostbackFacts } from '../domain/postback-facts.ts';
import type { Database, Tx } from '../io/database.ts';

export type DeliveryRow = typeof deliveries.$inferSelect;
export type NewDelivery = Pick<
  typeof deliveries.$inferInsert,
  'id' | 'workspaceId' | 'destinationId' | 'topic' | 'buyerEventId' | 'onceKey' | 'body' | 'createdAt' | 'deadline'
>;

/** Those that a destination was told of, or is about to be, stay as they are; one that was called off is due again. */
export async function insertDeliveries(tx: Tx, rows: readonly NewDelivery[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(deliveries)
    .values(rows.map((row) => ({ ...row, nextAttemptAt: row.createdAt })))
    .onConflictDoUpdate({
      target: [deliveries.destinationId, deliveries.onceKey],
      set: {
        state: 'waiting',
        detail: null,
        finishedAt: null,
        failures: 0,
        buyerEventId: sql`excluded.buyer_event_id`,
        nextAttemptAt: sql`excluded.next_attempt_at`,
        deadline: sql`excluded.deadline`,
      },
      setWhere: eq(deliveries.state, 'cancelled'),
    });
}

/** Of these events, those that a destination was told of, or is about to be: `<destination> <event>`. */
export async function findTold(
  db: Database,
  destinationIds: readonly string[],
  buyerEventIds: readonly string[],
): Promise<Set<string>> {
  if (destinationIds.length === 0 || buyerEventIds.length === 0) return new Set();
  const rows = await db
    .select({ destinationId: deliveries.destinationId, buyerEventId: deliveries.buyerEventId })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.buyerEventId, [...buyerEventIds]),
        inArray(deliveries.destinationId, [...destinationIds]),
        ne(deliveries.state, 'cancelled'),
      ),
    );
  return new Set(rows.map((row) => `${row.destinationId} ${row.buyerEventId}`));
}

/** What messages say of a click. */
export interface ToldClick {
  id: string;
  affiliateId: string | null;
  offerId: string | null;
  utmContent: string;
}

export async function readToldClicks(db: Database, ids: readonly string[]): Promise<Map<string, ToldClick>> {
  const rows = await db
    .select({ id: clicks.id, affiliateId: clicks.affiliateId, offerId: clicks.offerId, utmContent: clicks.utmContent })
    .from(clicks)
    .where(inArray(clicks.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many of a destination a process sends at once; of one that failed last, one. */
export interface Share {
  most: number;
  perDestination: number;
  /** By destination: what this process is sending to it already. */
  underWay: ReadonlyMap<string, number>;
}

/**
 * Takes what is due, so that no other process sends it until the time given; whoever dies leaves it to the others then.
 * Every destination has its turn, whatever waits for another.
 *
 * @returns with `attempts` counted up: the number of the attempt that is to be made
 */
export const claimDue = (db: Database, now: Date, until: Date, share: Share): Promise<DeliveryRow[]> =>
  db.transaction(async (tx) => {
    const ids = await lockDue(tx, now, share);
    if (ids.length === 0) return [];
    return tx
      .update(deliveries)
      .set({ leasedUntil: until, nextAttemptAt: until, attempts: sql`${deliveries.attempts} + 1` })
      .where(inArray(deliveries.id, ids))
      .returning();
  });

async function lockDue(tx: Tx, now: Date, share: Share): Promise<string[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await tx.execute<{ id: string }>(sql`
    with recursive places(id) as (
      (select destination_id from ${deliveries} where state = 'waiting' order by 1 limit 1)
      union all
      select (select d.destination_id from ${deliveries} d where d.state = 'waiting' and d.destination_id > places.id order by 1 limit 1)
      from places where places.id is not null
    ), busy(id, count) as (
      select * from unnest(${sql.param([...share.underWay.keys()])}::text[], ${sql.param([...share.underWay.values()])}::int[])
    ), free as (
      select t.id, case when t.failures > 0 then 1 else ${share.perDestination}::int end - coalesce(busy.count, 0) as room
      from places cross join lateral (select * from destinations each where each.id = places.id limit 1) t
      left join busy on busy.id = t.id
      where t.state = 'on' and t.removed_at is null and (t.paused_until is null or t.paused_until <= ${at})
    ), due as (
      select found.*, free.room, row_number() over (partition by free.id order by found.next_attempt_at, found.id) as place
      from free cross join lateral (
        select d.id, d.next_attempt_at from ${deliveries} d
        where d.destination_id = free.id and d.state = 'waiting' and d.next_attempt_at <= ${at}
        order by d.next_attempt_at limit ${share.perDestination}::int
      ) found
      where free.room > 0
    )
    select d.id from ${deliveries} d join due on due.id = d.id
    where due.place <= due.room and d.state = 'waiting' and d.next_attempt_at <= ${at}
    order by due.place, due.next_attempt_at limit ${share.most}::int for update of d skip locked`);
  return rows.map(({ id }) => id);
}

export type NewAttempt = typeof deliveryAttempts.$inferInsert;

export async function insertAttempt(tx: Tx, attempt: NewAttempt): Promise<void> {
  await tx.insert(deliveryAttempts).values(attempt).onConflictDoNothing();
}

/** It arrived: whatever anybody else holds of it. */
export async function markDelivered(tx: Tx, { id }: DeliveryRow, status: number, now: Date): Promise<void> {
  await tx
    .update(deliveries)
    .set({ state: 'delivered', detail: null, lastStatus: status, finishedAt: now, leasedUntil: null })
    .where(eq(deliveries.id, id));
}

type Failed = Partial<
  Pick<DeliveryRow, 'state' | 'detail' | 'failures' | 'lastStatus' | 'finishedAt' | 'nextAttemptAt'>
>;

/** Only by whoever made its newest attempt: one that was taken over is another's to tell of. */
export async function updateDelivery(tx: Tx, { id, attempts }: DeliveryRow, change: Failed): Promise<void> {
  await tx
    .update(deliveries)
    .set({ ...change, leasedUntil: null })
    .where(and(eq(deliveries.id, id), eq(deliveries.attempts, attempts), eq(deliveries.state, 'waiting')));
}

/** Gives up what waited in vain, be its destination off or left alone. @returns how many */
export async function giveUpOverdue(db: Database, now: Date, most: number): Promise<number> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rowCount } = await db.execute(sql`
    update ${deliveries} set state = 'given_up', finished_at = ${at},
      detail = coalesce(detail, 'Nothing could be sent to it in time.')
    where id in (
      select d.id from ${deliveries} d
      where d.state = 'waiting' and d.deadline < ${at} and (d.leased_until is null or d.leased_until < ${at})
      order by d.deadline limit ${most} for update skip locked)`);
  return rowCount ?? 0;
}

/** The log goes after its time; what still waits stays. @returns how many */
export async function deleteOldDeliveries(db: Database, before: Date, most: number): Promise<number> {
  const { rowCount } = await db.execute(sql`
    delete from ${deliveries} where ctid = any(array(
      select d.ctid from ${deliveries} d
      where d.created_at < ${before.toISOString()}::timestamptz and d.state <> 'waiting'
      limit ${most} for update skip locked))`);
  return rowCount ?? 0;
}

/** An event and its click as they are now. Null where it counts no more, or the click is gone. */
export async function readPostbackFacts(db: Database, buyerEventId: string): Promise<PostbackFacts | null> {
  const [row] = await db
    .select({ event: buyerEvents, click: clicks })
    .from(buyerEvents)
    .innerJoin(clicks, eq(clicks.id, buyerEvents.clickId))
    .where(and(eq(buyerEvents.id, buyerEventId), eq(buyerEvents.isBot, false), isNull(buyerEvents.withdrawnAt)));
  if (!row) return null;
  return { event: { ...row.event, occurredAt: row.event.occurredAt.getTime() }, click: row.click };
}

import { buyerEvents, experiments } from '@alyson/schema/tables';
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Placement } from '../domain/attribution.ts';
import type { EventFacts, NameOfBuyer } from '../domain/settle-events.ts';
import type { Database } from '../io/database.ts';
import type { ClickKey } from './candidates.store.ts';

/** A buyer event with where it stands. */
export interface StoredEvent extends EventFacts {
  workspaceId: string;
  /** Of its own key; null for events that are placed by what they refer to. */
  keyDigest: Uint8Array | null;
  utmContent: string | null;
  joinedAt: Date | null;
  effectMicros: number | null;
}

export type NewEvent = Pick<
  typeof buyerEvents.$inferInsert,
  | (
      | 'id'
      | 'workspaceId'
      | 'buyerId'
      | 'reportId'
      | 'kind'
      | 'eventId'
      | 'leadId'
      | 'refersTo'
      | 'utmContent'
      | 'keyDigest'
    )
  | ('amountMicros' | 'currency' | 'occurredAt' | 'receivedAt')
>;

/** @returns false when the buyer has reported this event before */
export async function insertEvent(tx: Database, event: NewEvent, placement: Placement): Promise<boolean> {
  const joinedAt = placement.kind === 'joined' ? event.receivedAt : null;
  const inserted = await tx
    .insert(buyerEvents)
    .values({ ...event, ...columnsOf(placement), joinedAt })
    .onConflictDoNothing()
    .returning({ id: buyerEvents.id });
  return inserted.length > 0;
}

/** The leads and sales in which a buyer names one of these leads. */
export async function loadFamilies(tx: Database, leads: readonly NameOfBuyer[]): Promise<StoredEvent[]> {
  if (leads.length === 0) return [];
  return loadEvents(tx, and(isOneOf(buyerEvents.leadId, leads), inArray(buyerEvents.kind, ['lead', 'sale'])));
}

/** These sales, and what was reported of them later. */
export async function loadSales(tx: Database, sales: readonly NameOfBuyer[]): Promise<StoredEvent[]> {
  if (sales.length === 0) return [];
  const themselves = await loadEvents(tx, and(isOneOf(buyerEvents.eventId, sales), eq(buyerEvents.kind, 'sale')));
  const isChange = inArray(buyerEvents.kind, ['adjustment', 'reversal']);
  const changes = await loadEvents(tx, and(isOneOf(buyerEvents.refersTo, sales), isChange));
  return [...themselves, ...changes];
}

/** Events that wait for a click with one of these keys. */
export function findOrphans(tx: Database, keys: readonly ClickKey[]): Promise<StoredEvent[]> {
  const wanted = sql`select * from unnest(${sql.param(keys.map((key) => key.workspaceId))}::text[],
    ${sql.param(keys.map((key) => Buffer.from(key.keyDigest)))}::bytea[])`;
  return loadEvents(
    tx,
    and(
      isNull(buyerEvents.clickId),
      isNull(buyerEvents.ownClickId),
      sql`(${buyerEvents.workspaceId}, ${buyerEvents.keyDigest}) in (${wanted})`,
    ),
  );
}

const isOneOf = (column: AnyPgColumn, names: readonly NameOfBuyer[]): SQL =>
  sql`(${buyerEvents.buyerId}, ${column}) in (select * from unnest(${sql.param(names.map((each) => each.buyerId))}::text[],
    ${sql.param(names.map((each) => each.name))}::text[]))`;

async function loadEvents(tx: Database, condition: SQL | undefined): Promise<StoredEvent[]> {
  const rows = await tx
    .select({ event: buyerEvents, experimentCurrency: experiments.currency })
    .from(buyerEvents)
    .leftJoin(experiments, eq(experiments.id, buyerEvents.experimentId))
    .where(condition);
  return rows.map(({ event, experimentCurrency }) => ({
    ...event,
    occurredAt: event.occurredAt.getTime(),
    hasKey: event.keyDigest !== null,
    placement: placementOf(event, experimentCurrency),
  }));
}

function placementOf(event: typeof buyerEvents.$inferSelect, currency: string | null): Placement {
  const { clickId, clickedAt, joinedBy, experimentId, agentId } = event;
  if (clickId === null || clickedAt === null || joinedBy === null)
    return { kind: 'orphan', cause: event.orphanCause ?? 'unknown_click' };
  const click = {
    clickId,
    clickedAt: clickedAt.getTime(),
    experimentId,
    agentId,
    isBot: event.isBot ?? false,
    clickReason: event.clickReason,
    currency,
  };
  return { kind: 'joined', click, by: joinedBy };
}

const NO_CLICK = {
  clickId: null,
  clickedAt: null,
  experimentId: null,
  agentId: null,
  isBot: null,
  clickReason: null,
  joinedBy: null,
} as const;

function columnsOf(placement: Placement) {
  if (placement.kind === 'orphan') return { ...NO_CLICK, orphanCause: placement.cause };
  const { clickId, clickedAt, experimentId, agentId, isBot, clickReason } = placement.click;
  return {
    clickId,
    clickedAt: new Date(clickedAt),
    experimentId,
    agentId,
    isBot,
    clickReason,
    joinedBy: placement.by,
    orphanCause: null,
    ...(placement.by !== 'reference' && { ownClickId: clickId, ownClickBy: placement.by }),
  };
}

/** Writes where an event stands, since when, and what it adds. */
export async function updateStanding(
  tx: Database,
  { id, placement, joinedAt, effectMicros }: Pick<StoredEvent, 'id' | 'placement' | 'joinedAt' | 'effectMicros'>,
): Promise<void> {
  await tx
    .update(buyerEvents)
    .set({ ...columnsOf(placement), joinedAt, effectMicros })
    .where(eq(buyerEvents.id, id));
}

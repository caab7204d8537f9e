import { buyerEvents, clicks, experiments } from '@alyson/schema/tables';
import { and, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, alias } from 'drizzle-orm/pg-core';
import type { Placement } from '../domain/attribution.ts';
import { type GivenRate, plainDecimal } from '../domain/convert-amount.ts';
import type { EventFacts, NameOfBuyer } from '../domain/settle-events.ts';
import type { Database } from '../io/database.ts';
import type { ClickKey } from './candidates.store.ts';

/** A buyer event with where it stands. */
export interface StoredEvent extends EventFacts {
  workspaceId: string;
  reportId: string;
  /** Of its own key; null for events that are placed by what they refer to. */
  keyDigest: Uint8Array | null;
  utmContent: string | null;
  goal: string | null;
  receivedAt: Date;
  joinedAt: Date | null;
  effectMicros: number | null;
  /** What its amount is, or is to be, converted by; null where that is not needed. */
  rate: GivenRate | null;
  /** Since when no report tells of it any more: it counts nothing, and hangs together with nothing. */
  withdrawnAt: Date | null;
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
  | ('goal' | 'amountMicros' | 'currency' | 'occurredAt' | 'receivedAt')
>;

export interface PlacedEvent {
  event: NewEvent;
  placement: Placement;
}

/**
 * Stores events that the buyer has not reported before, in the order of their identity, in which everybody waits for others.
 *
 * @returns the ids of those that were stored
 */
export async function insertEvents(tx: Database, events: readonly PlacedEvent[]): Promise<Set<string>> {
  if (events.length === 0) return new Set();
  const rows = events.map(({ event, placement }) => ({
    ...event,
    ...columnsOf({ placement, own: placement, hasKey: event.keyDigest !== null }),
    joinedAt: placement.kind === 'joined' ? event.receivedAt : null,
  }));
  const inserted = await tx
    .insert(buyerEvents)
    .values(rows.sort(byIdentity))
    .onConflictDoNothing()
    .returning({ id: buyerEvents.id });
  return new Set(inserted.map(({ id }) => id));
}

/** What a buyer knows an event by. */
export type EventIdentity = Pick<StoredEvent, 'kind' | 'eventId'>;

/** In the order in which everybody locks them. */
const byIdentity = (a: EventIdentity, b: EventIdentity): number => {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.eventId < b.eventId ? -1 : 1;
};

/** Withdrawn ones too. */
export function findEventsByIdentity(
  tx: Database,
  buyerId: string,
  identities: readonly EventIdentity[],
): Promise<StoredEvent[]> {
  if (identities.length === 0) return Promise.resolve([]);
  const wanted = sql`select * from unnest(${sql.param(identities.map(({ kind }) => kind))}::text[],
    ${sql.param(identities.map(({ eventId }) => eventId))}::text[])`;
  return selectEvents(
    tx,
    and(eq(buyerEvents.buyerId, buyerId), sql`(${buyerEvents.kind}, ${buyerEvents.eventId}) in (${wanted})`),
  );
}

/** The events that a report is the one to tell of, withdrawn ones too. */
export const findEventsOfReport = (tx: Database, reportId: string): Promise<StoredEvent[]> =>
  selectEvents(tx, eq(buyerEvents.reportId, reportId));

/** Another report is now the one to tell of an event. */
export async function handOver(tx: Database, id: string, reportId: string): Promise<void> {
  await tx.update(buyerEvents).set({ reportId }).where(eq(buyerEvents.id, id));
}

/** One event of a workspace that no other transaction changes meanwhile; null where it is not there, or withdrawn. */
export async function lockEvent(tx: Database, workspaceId: string, id: string): Promise<StoredEvent | null> {
  const own = and(eq(buyerEvents.workspaceId, workspaceId), eq(buyerEvents.id, id), isNull(buyerEvents.withdrawnAt));
  const [event] = await lockEvents(tx, own);
  return event ?? null;
}

/** One event of a workspace, to look at. */
export async function findEvent(db: Database, workspaceId: string, id: string): Promise<StoredEvent | null> {
  const own = and(eq(buyerEvents.workspaceId, workspaceId), eq(buyerEvents.id, id));
  const [event] = await loadEvents(db, own);
  return event ?? null;
}

/** In the order of their identity, in which everybody locks them. */
async function lockEvents(tx: Database, condition: SQL | undefined): Promise<StoredEvent[]> {
  const { kind, eventId } = buyerEvents;
  await tx.select({ id: buyerEvents.id }).from(buyerEvents).where(condition).orderBy(kind, eventId).for('update');
  return selectEvents(tx, condition);
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

/** Events that no click with their own key has come for, also where they stand on that of their lead. */
export function findKeyless(tx: Database, keys: readonly ClickKey[]): Promise<StoredEvent[]> {
  const wanted = sql`select * from unnest(${sql.param(keys.map((key) => key.workspaceId))}::text[],
    ${sql.param(keys.map((key) => Buffer.from(key.keyDigest)))}::bytea[])`;
  return loadEvents(
    tx,
    and(
      isNull(buyerEvents.ownClickId),
      isNotNull(buyerEvents.keyDigest),
      sql`(${buyerEvents.workspaceId}, ${buyerEvents.keyDigest}) in (${wanted})`,
    ),
  );
}

const isOneOf = (column: AnyPgColumn, names: readonly NameOfBuyer[]): SQL =>
  sql`(${buyerEvents.buyerId}, ${column}) in (select * from unnest(${sql.param(names.map((each) => each.buyerId))}::text[],
    ${sql.param(names.map((each) => each.name))}::text[]))`;

/** Those that count: a withdrawn event hangs together with nothing. */
const loadEvents = (tx: Database, condition: SQL | undefined): Promise<StoredEvent[]> =>
  selectEvents(tx, and(isNull(buyerEvents.withdrawnAt), condition));

const ownExperiments = alias(experiments, 'own_experiments');

/** With the click of an event's own key, where the event stands on another. */
async function selectEvents(tx: Database, condition: SQL | undefined): Promise<StoredEvent[]> {
  const isElsewhere = sql`${clicks.id} = ${buyerEvents.ownClickId} and ${buyerEvents.clickId} is distinct from ${buyerEvents.ownClickId}`;
  const rows = await tx
    .select({
      event: buyerEvents,
      currency: experiments.currency,
      ownClick: clicks,
      ownCurrency: ownExperiments.currency,
    })
    .from(buyerEvents)
    .leftJoin(experiments, eq(experiments.id, buyerEvents.experimentId))
    .leftJoin(clicks, isElsewhere)
    .leftJoin(ownExperiments, eq(ownExperiments.id, clicks.experimentId))
    .where(condition);
  return rows.map((row) => ({
    ...row.event,
    occurredAt: row.event.occurredAt.getTime(),
    hasKey: row.event.keyDigest !== null,
    placement: placementOf(row),
    own: ownOf(row),
    rate: rateOf(row.event),
  }));
}

type EventRow = typeof buyerEvents.$inferSelect;

interface JoinedRow {
  event: EventRow;
  currency: string | null;
  ownClick: typeof clicks.$inferSelect | null;
  ownCurrency: string | null;
}

function placementOf({ event, currency }: JoinedRow): Placement {
  const { clickId, clickedAt, joinedBy } = event;
  if (clickId === null || clickedAt === null || joinedBy === null)
    return { kind: 'orphan', cause: event.orphanCause ?? 'unknown_click' };
  const { experimentId, agentId, clickReason } = event;
  const isBot = event.isBot ?? false;
  const click = { clickId, clickedAt: clickedAt.getTime(), experimentId, agentId, isBot, clickReason, currency };
  return { kind: 'joined', click, by: joinedBy };
}

function ownOf(row: JoinedRow): Placement {
  const { event, ownClick, ownCurrency: currency } = row;
  if (event.keyDigest === null) return { kind: 'orphan', cause: 'unknown_reference' };
  const by = event.ownClickBy ?? 'key';
  const placement = placementOf(row);
  if (event.ownClickId !== null && placement.kind === 'joined' && event.ownClickId === event.clickId)
    return { ...placement, by };
  if (ownClick === null) return { kind: 'orphan', cause: event.orphanCause ?? 'unknown_click' };
  const { id: clickId, clickedAt, experimentId, agentId, isBot, reason: clickReason } = ownClick;
  const click = { clickId, clickedAt: clickedAt.getTime(), experimentId, agentId, isBot, clickReason, currency };
  return { kind: 'joined', click, by };
}

const rateOf = ({ rateTo: to, rate, rateDay: day }: EventRow): GivenRate | null =>
  to === null ? null : { to, rate: rate && plainDecimal(rate), day };

const NO_CLICK = {
  clickId: null,
  clickedAt: null,
  experimentId: null,
  agentId: null,
  isBot: null,
  clickReason: null,
  joinedBy: null,
} as const;

type Place = Pick<StoredEvent, 'placement' | 'own' | 'hasKey'>;

function columnsOf({ placement, own, hasKey }: Place) {
  const ownClickId = own.kind === 'joined' ? own.click.clickId : null;
  const ownClickBy = own.kind === 'joined' && own.by !== 'reference' ? own.by : null;
  if (placement.kind === 'orphan') return { ...NO_CLICK, ownClickId, ownClickBy, orphanCause: placement.cause };
  const { clickId, clickedAt, experimentId, agentId, isBot, clickReason } = placement.click;
  return {
    clickId,
    clickedAt: new Date(clickedAt),
    experimentId,
    agentId,
    isBot,
    clickReason,
    joinedBy: placement.by,
    ownClickId,
    ownClickBy,
    // Why its own key has no click is remembered: it may come to matter again.
    orphanCause: own.kind === 'orphan' && hasKey ? own.cause : null,
  };
}

export type WrittenStanding = Pick<
  StoredEvent,
  'id' | 'hasKey' | 'placement' | 'own' | 'joinedAt' | 'effectMicros' | 'rate'
>;

/** Writes where an event stands, since when, and what it adds. */
export async function updateStanding(
  tx: Database,
  { id, joinedAt, effectMicros, rate, ...place }: WrittenStanding,
): Promise<void> {
  const rates = { rateTo: rate?.to ?? null, rate: rate?.rate ?? null, rateDay: rate?.day ?? null };
  await tx
    .update(buyerEvents)
    .set({ ...columnsOf(place), joinedAt, effectMicros, ...rates })
    .where(eq(buyerEvents.id, id));
}

const NO_RATE = { rateTo: null, rate: null, rateDay: null } as const;

export type NewFacts = Omit<NewEvent, 'id' | 'workspaceId' | 'buyerId' | 'kind' | 'eventId'>;

/** Gives an event what a report tells of it now. What it adds is for the fold to say. */
export async function overwriteFacts(
  tx: Database,
  id: string,
  facts: NewFacts,
  { joinedAt, ...place }: Place & Pick<StoredEvent, 'joinedAt'>,
): Promise<void> {
  await tx
    .update(buyerEvents)
    .set({ ...facts, ...columnsOf(place), ...NO_RATE, joinedAt, effectMicros: null, withdrawnAt: null })
    .where(eq(buyerEvents.id, id));
}

/** It keeps its facts and its click, and adds nothing from now on. */
export async function markWithdrawn(tx: Database, ids: readonly string[], at: Date): Promise<void> {
  await tx
    .update(buyerEvents)
    .set({ ...NO_RATE, withdrawnAt: at, effectMicros: null })
    .where(inArray(buyerEvents.id, [...ids]));
}

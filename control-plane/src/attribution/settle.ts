import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../context.ts';
import type { Placement } from '../domain/attribution.ts';
import { countEvents, type NameOfBuyer, placeEvents } from '../domain/settle-events.ts';
import type { Tx } from '../io/database.ts';
import { tellOfEvents } from '../outbound/tell-of-events.ts';
import { auditMove, clickOf } from './audit-move.ts';
import { loadFamilies, loadSales, type StoredEvent, updateStanding, type WrittenStanding } from './events.store.ts';
import { giveRates } from './give-rates.ts';
import { lockLeads, lockSales } from './locks.store.ts';
import type { Scope } from './scope.ts';

/** An event of the scope, as it stands now. */
export interface SettledEvent {
  id: string;
  workspaceId: string;
  placement: Placement;
}

/** What is new about events of a scope, beside what is stored. */
export interface News {
  /** By event id: the click that its own key, or a person, gives an event that had none. */
  found?: ReadonlyMap<string, Placement>;
  /** Events whose amounts are to be counted again, with the rates of now. */
  anew?: ReadonlySet<string>;
}

/**
 * Puts the events of a scope where the whole set of what was reported puts them. Locks leads, then sales.
 *
 * @returns all events of the scope
 */
export async function settle(
  tx: Tx,
  ctx: Context,
  scope: Scope,
  { found = new Map(), anew = new Set() }: News = {},
): Promise<SettledEvent[]> {
  const { families, sales } = await lockScope(tx, scope);
  const events = [...families.filter(({ kind }) => kind === 'lead'), ...(await loadSales(tx, sales))];

  const facts = events.map((event) => ({ ...event, own: foundFor(event, found) }));
  const placements = placeEvents(facts, scope.leads);
  const placed = facts.map((event) => ({ ...event, placement: placements.get(event.id) ?? event.placement }));
  const rates = await giveRates(tx, placed, anew);
  const effects = countEvents(placed, rates);
  const standings = placed.map((event) => ({
    ...event,
    rate: rates.get(event.id) ?? null,
    effectMicros: effects.get(event.id) ?? null,
  }));
  for (const [index, event] of events.entries()) await move(tx, ctx, event, standings[index] ?? event);
  await tellOfEvents(
    tx,
    ctx,
    events.map((event, index) => ({
      event,
      before: scope.before?.has(event.id) ? (scope.before.get(event.id) ?? null) : event,
      after: standings[index] ?? event,
    })),
  );
  return standings.map(({ id, workspaceId, placement }) => ({ id, workspaceId, placement }));
}

/**
 * Whoever works on one of these leads or sales waits until this transaction has ended. Taken before the facts of stored
 * events are read to be changed: the other way round, two would wait for each other.
 */
export async function lockScope(tx: Tx, { leads, sales }: Scope) {
  await lockLeads(tx, leads);
  const families = await loadFamilies(tx, leads);
  const all = [...sales, ...families.filter(({ kind }) => kind === 'sale').map(nameOf)];
  await lockSales(tx, all);
  return { families, sales: all };
}

const nameOf = ({ buyerId, eventId }: StoredEvent): NameOfBuyer => ({ buyerId, name: eventId });

/** A click once given stays (C18). */
const foundFor = ({ id, own }: StoredEvent, found: ReadonlyMap<string, Placement>): Placement =>
  own.kind === 'orphan' ? (found.get(id) ?? own) : own;

async function move(tx: Tx, ctx: Context, before: StoredEvent, after: StoredEvent): Promise<void> {
  if (isDeepStrictEqual(standingOf(before), standingOf(after))) return;
  await updateStanding(tx, { ...standingOf(after), joinedAt: joinedAt(ctx, before, after) });
  await auditMove(tx, ctx, before, after);
}

function joinedAt(ctx: Context, before: StoredEvent, after: StoredEvent): Date | null {
  const click = clickOf(after);
  if (click === clickOf(before)) return before.joinedAt;
  return click === null ? null : new Date(ctx.now());
}

const standingOf = ({ id, hasKey, placement, own, joinedAt, effectMicros, rate }: StoredEvent): WrittenStanding => ({
  id,
  hasKey,
  placement,
  own,
  joinedAt,
  effectMicros,
  rate,
});

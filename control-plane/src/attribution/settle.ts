import { isDeepStrictEqual } from 'node:util';
import { appendAudit } from '../audit/append-audit.ts';
import { type Context, SYSTEM } from '../context.ts';
import type { Placement } from '../domain/attribution.ts';
import { findStrays, type NameOfBuyer, type Standing, settleEvents } from '../domain/settle-events.ts';
import type { Tx } from '../io/database.ts';
import { tellOfEvents } from '../outbound/tell-of-events.ts';
import { loadFamilies, loadSales, type StoredEvent, updateStanding } from './events.store.ts';
import { lockLeads, lockSales } from './locks.store.ts';
import { placeByKeys } from './place-drafts.ts';
import type { Scope } from './scope.ts';

/** An event of the scope, as it stands now. */
export interface SettledEvent {
  id: string;
  workspaceId: string;
  placement: Placement;
}

/** By event id: what an event's own key gives it. */
export type FoundByKey = ReadonlyMap<string, Placement>;

/**
 * Puts the events of a scope where the whole set of what was reported puts them. Locks leads, then sales.
 *
 * @param found  what their own keys give events now that were waiting
 * @returns all events of the scope
 */
export async function settle(
  tx: Tx,
  ctx: Context,
  scope: Scope,
  found: FoundByKey = new Map(),
): Promise<SettledEvent[]> {
  await lockLeads(tx, scope.leads);
  const families = await loadFamilies(tx, scope.leads);
  const sales = [...scope.sales, ...families.filter(({ kind }) => kind === 'sale').map(nameOf)];
  await lockSales(tx, sales);
  const events = [...families.filter(({ kind }) => kind === 'lead'), ...(await loadSales(tx, sales))];

  const strays = await placeStrays(tx, findStrays(families, scope.leads));
  const facts = events.map((event) => ({ ...event, placement: strays.get(event.id) ?? foundFor(event, found) }));
  const standings = settleEvents(facts, scope.leads);
  for (const event of events) {
    const standing = standings.get(event.id);
    if (standing && !stands(event, standing)) await move(tx, ctx, event, standing);
  }
  await tellOfEvents(
    tx,
    ctx,
    events.map((event) => ({
      event,
      before: scope.before?.has(event.id) ? (scope.before.get(event.id) ?? null) : event,
      after: standings.get(event.id) ?? event,
    })),
  );
  return events.map(({ id, workspaceId, placement }) => ({
    id,
    workspaceId,
    placement: standings.get(id)?.placement ?? placement,
  }));
}

const nameOf = ({ buyerId, eventId }: StoredEvent): NameOfBuyer => ({ buyerId, name: eventId });

const foundFor = (event: StoredEvent, found: FoundByKey): Placement =>
  event.placement.kind === 'orphan' ? (found.get(event.id) ?? event.placement) : event.placement;

/** Where a lead was withdrawn, what stood on its click goes back to its own key. */
async function placeStrays(tx: Tx, strays: readonly StoredEvent[]): Promise<FoundByKey> {
  const lookups = strays.flatMap((event) =>
    event.keyDigest === null ? [] : [{ ...event, keyDigest: event.keyDigest }],
  );
  const placements = await placeByKeys(tx, lookups);
  return new Map([...placements].map(([{ id }, placement]) => [id, placement]));
}

const stands = (event: StoredEvent, { placement, effectMicros }: Standing): boolean =>
  effectMicros === event.effectMicros && isDeepStrictEqual(placement, event.placement);

async function move(tx: Tx, ctx: Context, event: StoredEvent, { placement, effectMicros }: Standing): Promise<void> {
  const before = clickOf(event.placement);
  const after = clickOf(placement);
  const joinedAt = before === after ? event.joinedAt : new Date(ctx.now());
  await updateStanding(tx, { id: event.id, placement, joinedAt, effectMicros });
  // C18: a click once given is never changed silently. It changes where an event named its lead before the lead came.
  if (before !== null && before !== after)
    await appendAudit(
      tx,
      { ...ctx, actor: SYSTEM, workspaceId: event.workspaceId },
      {
        action: 'buyer_event.moved_to_its_lead',
        objectId: event.id,
        objectName: event.eventId,
        before: { clickId: before },
        after: { clickId: after },
      },
    );
}

const clickOf = (placement: Placement): string | null => (placement.kind === 'joined' ? placement.click.clickId : null);

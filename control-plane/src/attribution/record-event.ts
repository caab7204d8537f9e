import type { Instant } from '@alyson/schema';
import type { Context } from '../context.ts';
import { type Placement, placeByKey } from '../domain/attribution.ts';
import { toStorableText } from '../domain/storable-text.ts';
import type { Tx } from '../io/database.ts';
import { findCandidates, type KeyLookup } from './candidates.store.ts';
import { insertEvent } from './events.store.ts';
import { digestOfKey } from './key-digest.ts';
import { lockKeyOfEvent } from './locks.store.ts';
import type { BuyerEventDraft } from './map-report.ts';
import { type Scope, type SettledEvent, settle } from './settle.ts';

/** Where an event came from. */
export interface EventSource {
  workspaceId: string;
  buyerId: string;
  reportId: string;
  receivedAt: Instant;
}

export interface Recorded {
  outcome: 'accepted' | 'orphan' | 'duplicate';
  /** The event, and the others of its lead or sale. */
  settled: SettledEvent[];
}

const WAITS: Placement = { kind: 'orphan', cause: 'unknown_reference' };

/**
 * Stores an event once, and gives it and all that hangs together with it their clicks and effects (C14, C18, C19).
 * The same set of events ends in the same rows, in whatever order and however often they come.
 */
export async function recordEvent(
  tx: Tx,
  ctx: Context,
  source: EventSource,
  draft: BuyerEventDraft,
): Promise<Recorded> {
  const id = ctx.newId('buyerEvent');
  const lookup = lookupOf(source, draft);
  const placement = lookup ? await findClick(tx, lookup) : WAITS;
  const { utmContent, occurredAt } = draft;
  const isNew = await insertEvent(
    tx,
    {
      ...draft,
      ...source,
      id,
      utmContent: utmContent === null ? null : toStorableText(utmContent),
      keyDigest: lookup?.keyDigest ?? null,
      occurredAt: new Date(occurredAt),
      receivedAt: new Date(source.receivedAt),
    },
    placement,
  );
  if (!isNew) return { outcome: 'duplicate', settled: [] };

  const settled = await settle(tx, ctx, scopeOf(source.buyerId, draft));
  return {
    outcome: settled.find((event) => event.id === id)?.placement.kind === 'joined' ? 'accepted' : 'orphan',
    settled,
  };
}

/** Changes of a sale are placed by their sale alone. */
function lookupOf({ workspaceId }: EventSource, { kind, utmContent, occurredAt }: BuyerEventDraft): KeyLookup | null {
  if (utmContent === null || kind === 'adjustment' || kind === 'reversal') return null;
  return { workspaceId, keyDigest: digestOfKey(utmContent), utmContent: toStorableText(utmContent), occurredAt };
}

async function findClick(tx: Tx, lookup: KeyLookup): Promise<Placement> {
  const placement = await placeByOwnKey(tx, lookup);
  if (placement.kind === 'joined') return placement;
  await lockKeyOfEvent(tx, lookup.keyDigest);
  return placeByOwnKey(tx, lookup);
}

async function placeByOwnKey(tx: Tx, lookup: KeyLookup): Promise<Placement> {
  const [candidates = []] = await findCandidates(tx, [lookup]);
  return placeByKey(lookup.occurredAt, candidates);
}

function scopeOf(buyerId: string, { kind, eventId, leadId, refersTo }: BuyerEventDraft): Scope {
  const named = (name: string | null) => (name === null ? [] : [{ buyerId, name }]);
  switch (kind) {
    case 'lead':
      return { leads: named(leadId), sales: [] };
    case 'sale':
      return { leads: named(leadId), sales: named(eventId) };
    case 'adjustment':
    case 'reversal':
      return { leads: [], sales: named(refersTo) };
    default:
      return kind satisfies never;
  }
}

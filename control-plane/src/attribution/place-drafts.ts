import { type Placement, placeByKey } from '../domain/attribution.ts';
import { toStorableText } from '../domain/storable-text.ts';
import type { Tx } from '../io/database.ts';
import { findCandidates, type KeyLookup } from './candidates.store.ts';
import { digestOfKey } from './key-digest.ts';
import { lockKeysOfEvents } from './locks.store.ts';
import type { BuyerEventDraft } from './map-report.ts';

/** An event with where its own key puts it. */
export interface PlacedDraft {
  draft: BuyerEventDraft;
  keyDigest: Uint8Array | null;
  placement: Placement;
}

const WAITS: Placement = { kind: 'orphan', cause: 'unknown_reference' };

/** Finds each event the click of its own key. Locks the keys of those that have none. */
export async function placeDrafts(
  tx: Tx,
  workspaceId: string,
  drafts: readonly BuyerEventDraft[],
): Promise<PlacedDraft[]> {
  const lookups = drafts.map((draft) => lookupOf(workspaceId, draft));
  const found = await findClicks(
    tx,
    lookups.filter((lookup) => lookup !== null),
  );
  return drafts.map((draft, index) => {
    const lookup = lookups[index] ?? null;
    return { draft, keyDigest: lookup?.keyDigest ?? null, placement: (lookup && found.get(lookup)) ?? WAITS };
  });
}

/** Changes of a sale are placed by their sale alone. */
function lookupOf(workspaceId: string, { kind, utmContent, occurredAt }: BuyerEventDraft): KeyLookup | null {
  if (utmContent === null || kind === 'adjustment' || kind === 'reversal') return null;
  return { workspaceId, keyDigest: digestOfKey(utmContent), utmContent: toStorableText(utmContent), occurredAt };
}

async function findClicks(tx: Tx, lookups: readonly KeyLookup[]): Promise<Map<KeyLookup, Placement>> {
  const found = await placeByKeys(tx, lookups);
  const missing = lookups.filter((lookup) => found.get(lookup)?.kind !== 'joined');
  if (missing.length === 0) return found;
  await lockKeysOfEvents(
    tx,
    missing.map(({ keyDigest }) => keyDigest),
  );
  return new Map([...found, ...(await placeByKeys(tx, missing))]);
}

/** Where each key puts its event by the clicks that are stored now. */
async function placeByKeys<L extends KeyLookup>(tx: Tx, lookups: readonly L[]): Promise<Map<L, Placement>> {
  if (lookups.length === 0) return new Map();
  const candidates = await findCandidates(tx, lookups);
  return new Map(lookups.map((lookup, index) => [lookup, placeByKey(lookup.occurredAt, candidates[index] ?? [])]));
}

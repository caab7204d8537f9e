import type { Context } from '../context.ts';
import { type Placement, placeByKey } from '../domain/attribution.ts';
import type { Tx } from '../io/database.ts';
import { type ClickKey, findCandidates } from './candidates.store.ts';
import { findKeyless, type StoredEvent } from './events.store.ts';
import { joinScopes, scopeOf } from './scope.ts';
import { type SettledEvent, settle } from './settle.ts';

/**
 * Gives events that waited for one of these keys their click, and all that hangs together with them (C18). The caller
 * holds the keys' locks, and its clicks are stored.
 */
export async function joinOrphans(tx: Tx, ctx: Context, keys: readonly ClickKey[]): Promise<SettledEvent[]> {
  const orphans = (await findKeyless(tx, keys)).filter(hasKey);
  if (orphans.length === 0) return [];
  const candidates = await findCandidates(tx, orphans);
  const found = new Map<string, Placement>(
    orphans.map(({ id, occurredAt }, index) => [id, placeByKey(occurredAt, candidates[index] ?? [])]),
  );
  const scope = joinScopes(orphans.map((event) => scopeOf(event.buyerId, event)));
  return settle(tx, ctx, scope, { found });
}

const hasKey = (event: StoredEvent): event is StoredEvent & { keyDigest: Uint8Array } => event.keyDigest !== null;

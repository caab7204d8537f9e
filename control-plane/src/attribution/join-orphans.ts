import type { Context } from '../context.ts';
import { type Placement, placeByKey } from '../domain/attribution.ts';
import type { Tx } from '../io/database.ts';
import { type ClickKey, findCandidates } from './candidates.store.ts';
import { findOrphans, type StoredEvent } from './events.store.ts';
import type { Scope } from './scope.ts';
import { type SettledEvent, settle } from './settle.ts';

/**
 * Gives events that waited for one of these keys their click, and all that hangs together with them (C18). The caller
 * holds the keys' locks, and its clicks are stored.
 */
export async function joinOrphans(tx: Tx, ctx: Context, keys: readonly ClickKey[]): Promise<SettledEvent[]> {
  const orphans = (await findOrphans(tx, keys)).filter(hasKey);
  if (orphans.length === 0) return [];
  const candidates = await findCandidates(tx, orphans);
  const found = new Map<string, Placement>(
    orphans.map(({ id, occurredAt }, index) => [id, placeByKey(occurredAt, candidates[index] ?? [])]),
  );
  return settle(tx, ctx, scopeOf(orphans), found);
}

const hasKey = (event: StoredEvent): event is StoredEvent & { keyDigest: Uint8Array } => event.keyDigest !== null;

function scopeOf(orphans: readonly StoredEvent[]): Scope {
  const leads = new Map<string, { buyerId: string; name: string }>();
  for (const { buyerId, leadId } of orphans)
    if (leadId !== null) leads.set(`${buyerId} ${leadId}`, { buyerId, name: leadId });
  const sales = orphans
    .filter(({ kind }) => kind === 'sale')
    .map(({ buyerId, eventId }) => ({ buyerId, name: eventId }));
  return { leads: [...leads.values()], sales };
}

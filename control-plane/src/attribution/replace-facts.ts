import { isDeepStrictEqual } from 'node:util';
import { toStorableText } from '../domain/storable-text.ts';
import type { Tx } from '../io/database.ts';
import type { EventSource } from './event-source.ts';
import { overwriteFacts, type StoredEvent } from './events.store.ts';
import type { PlacedDraft } from './place-drafts.ts';
import { joinScopes, type Scope, scopeOf } from './scope.ts';

/**
 * Gives a stored event, withdrawn or not, what a report tells of it now. Its own click is looked for anew only where its
 * key or its time is another; else it keeps the one that it was given (C18). The caller has locked the event's row, and
 * settles.
 *
 * @param told  of the same kind and event id
 * @returns what may stand otherwise now
 */
export async function replaceFacts(
  tx: Tx,
  source: EventSource,
  event: StoredEvent,
  { draft, keyDigest, placement }: PlacedDraft,
): Promise<Scope> {
  const keepsClick =
    event.withdrawnAt === null &&
    event.own.kind === 'joined' &&
    event.occurredAt === draft.occurredAt &&
    isSameKey(event.keyDigest, keyDigest);
  const joinedAt = placement.kind === 'joined' ? new Date(source.receivedAt) : null;
  const { kind: _kind, eventId: _eventId, ...facts } = draft;
  await overwriteFacts(
    tx,
    event.id,
    {
      ...facts,
      reportId: source.reportId,
      receivedAt: new Date(source.receivedAt),
      utmContent: draft.utmContent === null ? null : toStorableText(draft.utmContent),
      keyDigest,
      occurredAt: new Date(draft.occurredAt),
    },
    keepsClick ? event : { placement, own: placement, hasKey: keyDigest !== null, joinedAt },
  );
  const before = new Map([[event.id, event.withdrawnAt === null ? event : null]]);
  return joinScopes([{ ...scopeOf(event.buyerId, event), before }, scopeOf(event.buyerId, draft)]);
}

const isSameKey = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === b || (a !== null && b !== null && isDeepStrictEqual(Buffer.from(a), Buffer.from(b)));

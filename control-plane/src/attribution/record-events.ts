import type { Context } from '../context.ts';
import { toStorableText } from '../domain/storable-text.ts';
import type { Tx } from '../io/database.ts';
import { insertRepeats } from './event-repeats.store.ts';
import type { EventSource } from './event-source.ts';
import { type EventIdentity, findEventsByIdentity, insertEvents, type NewEvent } from './events.store.ts';
import type { BuyerEventDraft } from './map-report.ts';
import { type PlacedDraft, placeDrafts } from './place-drafts.ts';
import { replaceFacts } from './replace-facts.ts';
import { joinScopes, type Scope, scopeOf } from './scope.ts';
import { lockScope, type SettledEvent, settle } from './settle.ts';

/** What came of one event. */
export type RecordedOutcome = 'accepted' | 'orphan' | 'duplicate';

export interface Recorded {
  /** In the order of the events. */
  outcomes: RecordedOutcome[];
  /** The events, and the others of their leads and sales. */
  settled: SettledEvent[];
}

/**
 * Stores the events of a report once, and gives them and all that hangs together with them their clicks and effects (C14,
 * C18, C19). The same set of events ends in the same rows, in whatever order and however often they come. An event that was
 * withdrawn counts again with what this report tells of it.
 */
export async function recordEvents(
  tx: Tx,
  ctx: Context,
  source: EventSource,
  drafts: readonly BuyerEventDraft[],
): Promise<Recorded> {
  const placed = (await placeDrafts(tx, source.workspaceId, drafts)).map((each) => ({
    ...each,
    id: ctx.newId('buyerEvent'),
  }));
  const stored = await insertEvents(
    tx,
    placed.map((each) => ({ event: toRow(source, each), placement: each.placement })),
  );
  const isStored = ({ id }: { id: string }) => stored.has(id);
  const scopes = placed.filter(isStored).map(({ draft }) => scopeOf(source.buyerId, draft));
  const revived = await takeUpRepeats(
    tx,
    source,
    placed.filter((each) => !isStored(each)),
    scopes,
  );
  const news: Scope = { leads: [], sales: [], before: new Map([...stored].map((id) => [id, null])) };
  const settled = await settle(tx, ctx, joinScopes([news, ...scopes, ...revived.scopes]));
  const standing = new Map(settled.map((event) => [event.id, event.placement.kind]));
  const outcomes = placed.map((each): RecordedOutcome => {
    const id = isStored(each) ? each.id : revived.idOf.get(each);
    if (id === undefined) return 'duplicate';
    return standing.get(id) === 'joined' ? 'accepted' : 'orphan';
  });
  return { outcomes, settled };
}

const toRow = (source: EventSource, { id, draft, keyDigest }: PlacedDraft & { id: string }): NewEvent => ({
  ...source,
  ...draft,
  id,
  utmContent: draft.utmContent === null ? null : toStorableText(draft.utmContent),
  keyDigest,
  occurredAt: new Date(draft.occurredAt),
  receivedAt: new Date(source.receivedAt),
});

interface Revived {
  scopes: Scope[];
  /** By the draft that tells of it again. */
  idOf: Map<PlacedDraft, string>;
}

/** What was reported before is noted as told of twice; what was withdrawn since is taken up again. */
async function takeUpRepeats(
  tx: Tx,
  source: EventSource,
  repeats: readonly PlacedDraft[],
  fresh: readonly Scope[],
): Promise<Revived> {
  const revived: Revived = { scopes: [], idOf: new Map() };
  if (repeats.length === 0) return revived;
  const identities = repeats.map(({ draft }) => draft);
  const seen = await findEventsByIdentity(tx, source.buyerId, identities);
  const scopes = [...identities, ...seen].map((event) => scopeOf(source.buyerId, event));
  await lockScope(tx, joinScopes([...fresh, ...scopes]));
  const known = await findEventsByIdentity(tx, source.buyerId, identities);
  const byName = new Map(known.map((event) => [nameOf(event), event]));
  for (const repeat of repeats) {
    const event = byName.get(nameOf(repeat.draft));
    if (!event || event.withdrawnAt === null) continue;
    byName.delete(nameOf(repeat.draft)); // the second time in one report it is a repeat
    revived.scopes.push(await replaceFacts(tx, source, event, repeat));
    revived.idOf.set(repeat, event.id);
  }
  const taken = new Set(revived.idOf.values());
  const told = known.filter(({ id, reportId }) => reportId !== source.reportId && !taken.has(id));
  await insertRepeats(
    tx,
    source.reportId,
    told.map(({ id }) => id),
  );
  return revived;
}

/** What a buyer knows an event by, in one text. */
export const nameOf = ({ kind, eventId }: EventIdentity): string => `${kind} ${eventId}`;

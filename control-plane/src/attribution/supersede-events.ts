import type { Context } from '../context.ts';
import type { Tx } from '../io/database.ts';
import { compareReading, type ReadingChange } from './compare-reading.ts';
import { deleteRepeats, findFirstRepeat, findRepeatsOf } from './event-repeats.store.ts';
import type { EventSource } from './event-source.ts';
import { findEventsByIdentity, findEventsOfReport, handOver, type StoredEvent } from './events.store.ts';
import type { BuyerEventDraft } from './map-report.ts';
import { placeDrafts } from './place-drafts.ts';
import { type Recorded, recordEvents } from './record-events.ts';
import { replaceFacts } from './replace-facts.ts';
import { joinScopes, type Scope, scopeOf } from './scope.ts';
import { lockScope, settle } from './settle.ts';
import { withdrawEvents } from './withdraw-events.ts';

/** What is stored that a reading of a report is to be held against. */
export async function findKnown(
  tx: Tx,
  { buyerId, reportId }: Pick<EventSource, 'buyerId' | 'reportId'>,
  drafts: readonly BuyerEventDraft[],
): Promise<StoredEvent[]> {
  const known = [...(await findEventsOfReport(tx, reportId)), ...(await findEventsByIdentity(tx, buyerId, drafts))];
  return [...new Map(known.map((event) => [event.id, event])).values()];
}

/**
 * Puts a new reading of a report in the place of the one before (C20): it supersedes the report's events and never adds to
 * them. What the report no longer tells of is withdrawn, unless another report tells of it too: then that one has it from now
 * on. No identity counts twice.
 */
export async function supersedeEvents(
  tx: Tx,
  ctx: Context,
  source: EventSource,
  drafts: readonly BuyerEventDraft[],
): Promise<Recorded & { change: ReadingChange }> {
  const { added } = compareReading(source.reportId, await findKnown(tx, source, drafts), drafts);
  // New ones first: inserting waits for others, and must not while locks are held that those wait for.
  const recorded = await recordEvents(tx, ctx, source, drafts);
  const seen = await findKnown(tx, source, drafts);
  await lockScope(tx, joinScopes([...seen, ...drafts].map((event) => scopeOf(source.buyerId, event))));
  const change = compareReading(source.reportId, await findKnown(tx, source, drafts), drafts);
  const scopes: Scope[] = [];
  const placed = await placeDrafts(
    tx,
    source.workspaceId,
    change.changed.map(({ draft }) => draft),
  );
  for (const [index, { event }] of change.changed.entries()) {
    const told = placed[index];
    if (told) scopes.push(await replaceFacts(tx, source, event, told));
  }
  scopes.push(await withdrawEvents(tx, ctx, await keepForOthers(tx, change.gone)));
  await forgetRepeats(tx, source, drafts);
  const settled = await settle(tx, ctx, joinScopes(scopes));
  return { outcomes: recorded.outcomes, settled: [...recorded.settled, ...settled], change: { ...change, added } };
}

/** @returns those of which no other report tells */
async function keepForOthers(tx: Tx, gone: readonly StoredEvent[]): Promise<StoredEvent[]> {
  const alone: StoredEvent[] = [];
  for (const event of gone) {
    const heir = await findFirstRepeat(tx, event.id);
    if (heir === null) alone.push(event);
    else {
      await handOver(tx, event.id, heir);
      await deleteRepeats(tx, heir, [event.id]);
    }
  }
  return alone;
}

async function forgetRepeats(
  tx: Tx,
  { buyerId, reportId }: EventSource,
  drafts: readonly BuyerEventDraft[],
): Promise<void> {
  const told = new Set((await findEventsByIdentity(tx, buyerId, drafts)).map(({ id }) => id));
  const repeats = await findRepeatsOf(tx, reportId);
  await deleteRepeats(
    tx,
    reportId,
    repeats.filter((id) => !told.has(id)),
  );
}

import { agentLetter, type BuyerEvent, type endpoints, toTimestamp } from '@alyson/schema';
import { digestOfKey } from '../../attribution/key-digest.ts';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findBuyerEvents } from './buyer-events.store.ts';

type ListBuyerEvents = typeof endpoints.listBuyerEvents;
type Row = Awaited<ReturnType<typeof findBuyerEvents>>[number];

/**
 * Leads, sales and their changes, newest first, each with its click or why it has none.
 *
 * @throws ProblemError `forbidden`, `validation_failed`
 */
export async function listBuyerEvents(
  { actor, db, workspaceId }: Context,
  { query }: Input<ListBuyerEvents>,
): Promise<Answer<ListBuyerEvents>> {
  authorize(actor, 'buyer:read');
  const { experimentId, utmContent, cursor, limit, ...filter } = query;
  const rows = await findBuyerEvents(db, {
    ...filter,
    workspaceId,
    experimentId: experimentId ?? null,
    keyDigest: utmContent === undefined ? null : digestOfKey(utmContent),
    after: readCursor(cursor),
    limit: limit + 1,
  });
  const keyOf = ({ event }: Row) => ({ at: event.receivedAt.getTime(), id: event.id });
  return toPage(rows, limit, keyOf, showEvent);
}

export function showEvent({ event, buyerName, experimentName, agentNumber }: Row): BuyerEvent {
  const { amountMicros, currency, clickedAt } = event;
  return {
    id: event.id,
    buyerId: event.buyerId,
    buyerName,
    kind: event.kind,
    eventId: event.eventId,
    leadId: event.leadId,
    refersTo: event.refersTo,
    utmContent: event.utmContent,
    amount: amountMicros === null || currency === null ? null : { amountMicros, currency },
    effectMicros: event.effectMicros,
    occurredAt: toTimestamp(event.occurredAt.getTime()),
    receivedAt: toTimestamp(event.receivedAt.getTime()),
    clickId: event.clickId,
    joinedBy: event.joinedBy,
    clickedAt: clickedAt === null ? null : toTimestamp(clickedAt.getTime()),
    experimentId: event.experimentId,
    experimentName,
    agentId: event.agentId,
    agentLetter: agentNumber === null ? null : agentLetter(agentNumber),
    orphanCause: event.clickId === null ? event.orphanCause : null,
    withdrawnAt: event.withdrawnAt && toTimestamp(event.withdrawnAt.getTime()),
  };
}

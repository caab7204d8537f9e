import { type BuyerEvent, ProblemError } from '@alyson/schema';
import { announceEvents } from '../../attribution/announce-events.ts';
import { lockEvent, updateStanding } from '../../attribution/events.store.ts';
import { scopeOf } from '../../attribution/scope.ts';
import { settle } from '../../attribution/settle.ts';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { readBuyerEvent } from './get-buyer-event.ts';

const WAITS = { kind: 'orphan', cause: 'unknown_click' } as const;

/** Takes back a click that a person gave; where nobody did, it changes nothing. @throws ProblemError `not_found` */
export async function unjoinBuyerEvent(ctx: Context, eventId: string): Promise<BuyerEvent> {
  const settled = await ctx.db.transaction(async (tx) => {
    const event = await lockEvent(tx, ctx.workspaceId, eventId);
    if (!event) throw new ProblemError('not_found');
    if (event.own.kind !== 'joined' || event.own.by !== 'repair') return [];
    await appendAudit(tx, ctx, {
      action: 'buyer_event.taken_from_click',
      objectId: event.id,
      objectName: event.eventId,
      before: { clickId: event.own.click.clickId },
      after: { clickId: null },
    });
    const placement = event.placement.kind === 'joined' && event.placement.by === 'reference' ? event.placement : WAITS;
    const joinedAt = placement === WAITS ? null : event.joinedAt;
    await updateStanding(tx, { ...event, own: WAITS, placement, joinedAt, effectMicros: null, rate: null });
    return settle(tx, ctx, scopeOf(event.buyerId, event));
  });
  announceEvents(ctx, settled);
  return readBuyerEvent(ctx, eventId);
}

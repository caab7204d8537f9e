import { type BuyerEvent, ProblemError } from '@alyson/schema';
import { announceEvents } from '../../attribution/announce-events.ts';
import { findEvent } from '../../attribution/events.store.ts';
import { findLikelyClicks } from '../../attribution/find-likely-clicks.ts';
import { scopeOf } from '../../attribution/scope.ts';
import { settle } from '../../attribution/settle.ts';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { readBuyerEvent } from './get-buyer-event.ts';

/**
 * Gives an orphan a click that a person takes for its own, out of those that are likely (C18: never silently). Its sales and
 * their changes follow, as if its key had found it.
 *
 * @throws ProblemError `not_found`, `click_unlikely`
 */
export async function joinBuyerEvent(ctx: Context, eventId: string, clickId: string): Promise<BuyerEvent> {
  const settled = await ctx.db.transaction(async (tx) => {
    const event = await findEvent(tx, ctx.workspaceId, eventId);
    if (!event) throw new ProblemError('not_found');
    const likely = (await findLikelyClicks(tx, event)).find(({ click }) => click.clickId === clickId);
    if (!likely) throw new ProblemError('click_unlikely', 'Read its likely clicks again: they may have changed.');
    const found = new Map([[event.id, { kind: 'joined', click: likely.click, by: 'repair' } as const]]);
    await appendAudit(tx, ctx, {
      action: 'buyer_event.joined_by_hand',
      objectId: event.id,
      objectName: event.eventId,
      before: { utmContent: event.utmContent },
      after: { clickId, utmContent: likely.click.utmContent, pattern: likely.pattern },
    });
    return settle(tx, ctx, scopeOf(event.buyerId, event), { found });
  });
  announceEvents(ctx, settled);
  return readBuyerEvent(ctx, eventId);
}

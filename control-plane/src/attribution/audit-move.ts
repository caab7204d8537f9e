import { appendAudit } from '../audit/append-audit.ts';
import { type Context, SYSTEM } from '../context.ts';
import type { Tx } from '../io/database.ts';
import type { StoredEvent } from './events.store.ts';

/**
 * C18, C19: neither a click nor a rate that was given changes silently. A click changes where a lead is reported, withdrawn
 * or found after its sales; a rate where a person has amounts counted again.
 */
export async function auditMove(tx: Tx, ctx: Context, before: StoredEvent, after: StoredEvent): Promise<void> {
  const { id: objectId, eventId: objectName, workspaceId } = before;
  const system = { ...ctx, actor: SYSTEM, workspaceId };
  const [left, reached] = [clickOf(before), clickOf(after)];
  if (left !== null && left !== reached) {
    const isToLead = after.placement.kind === 'joined' && after.placement.by === 'reference';
    await appendAudit(tx, system, {
      action: isToLead ? 'buyer_event.moved_to_its_lead' : 'buyer_event.moved_from_its_lead',
      objectId,
      objectName,
      before: { clickId: left },
      after: { clickId: reached },
    });
  }
  const [from, to] = [before.rate, after.rate];
  if (from && to && from.rate !== null && from.to === to.to && (from.rate !== to.rate || from.day !== to.day))
    await appendAudit(tx, system, {
      action: 'buyer_event.counted_again',
      objectId,
      objectName,
      before: { ...from, effectMicros: before.effectMicros },
      after: { ...to, effectMicros: after.effectMicros },
    });
}

export const clickOf = ({ placement }: StoredEvent): string | null =>
  placement.kind === 'joined' ? placement.click.clickId : null;

import type { endpoints } from '@alyson/schema';
import { digestOfKey } from '../../attribution/key-digest.ts';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import type { Tx } from '../../io/database.ts';
import { emptyPageEvents, findKeysOfClicks } from './empty-page-events.store.ts';
import { emptyClicks, emptyEvents, type FoundClick, findClickById, findClicksOfKey } from './erasure.store.ts';

type Erase = typeof endpoints.eraseVisitor;

/** A key that never changes can have millions of clicks; each answer says whether some are left. */
const MOST_CLICKS = 1_000;

/**
 * Erases what is known of a visitor, by the `utm_content` or the click's id (R24). Counts and money stay, and the emptied
 * rows keep a click that is delivered again from being stored anew. The audit log says that it was done, never of whom.
 */
export function eraseVisitor(ctx: Context, { body }: Input<Erase>): Promise<Answer<Erase>> {
  const { workspaceId } = ctx;
  const keyDigest = body.utmContent === undefined ? null : digestOfKey(body.utmContent);
  return ctx.db.transaction(async (tx) => {
    const found = await findClicks(tx, workspaceId, keyDigest, body.clickId);
    const keys = await findKeysOfClicks(tx, workspaceId, found);
    await emptyPageEvents(tx, workspaceId, keyDigest ? [keyDigest, ...keys] : keys);
    if (found.length > 0) await emptyClicks(tx, workspaceId, found);
    const ids = found.map(({ id }) => id);
    const erased = { clicks: found.length, ...(await emptyEvents(tx, workspaceId, ids, keyDigest)) };
    const by = keyDigest ? 'utm_content' : 'click_id';
    await appendAudit(tx, ctx, { action: 'visitor.erased', objectId: workspaceId, after: { by, ...erased } });
    return { ...erased, isComplete: found.length < MOST_CLICKS };
  });
}

async function findClicks(
  tx: Tx,
  workspaceId: string,
  keyDigest: Uint8Array | null,
  clickId: string | undefined,
): Promise<FoundClick[]> {
  if (keyDigest) return findClicksOfKey(tx, workspaceId, keyDigest, MOST_CLICKS);
  return clickId === undefined ? [] : findClickById(tx, workspaceId, clickId);
}

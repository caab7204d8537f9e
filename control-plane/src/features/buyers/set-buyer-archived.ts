import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { lockBuyer, updateBuyer } from './buyers.store.ts';
import { getBuyer } from './get-buyer.ts';

type ArchiveBuyer = typeof endpoints.archiveBuyer;

/**
 * Puts a buyer out of sight, or brings it back. Its webhook stays open: money that is reported late must not be lost. Where it
 * is so already, nothing is written.
 *
 * @throws ProblemError `forbidden`, `not_found`
 */
export function setBuyerArchived(
  ctx: Context,
  { params }: Input<ArchiveBuyer>,
  isArchived: boolean,
): Promise<Answer<ArchiveBuyer>> {
  authorize(ctx.actor, 'buyer:admin');
  return ctx.db.transaction(async (tx) => {
    const before = await lockBuyer(tx, ctx.workspaceId, params.buyerId);
    if (!before) throw new ProblemError('not_found');
    if (isArchived !== (before.archivedAt !== null)) {
      await updateBuyer(tx, before.id, { archivedAt: isArchived ? new Date(ctx.now()) : null });
      const action = isArchived ? 'buyer.archived' : 'buyer.unarchived';
      await appendAudit(tx, ctx, { action, objectId: before.id, objectName: before.name });
    }
    return getBuyer({ ...ctx, db: tx }, { params });
  });
}

import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { requireVersion } from '../../refusals.ts';
import { lockBuyer, updateBuyer } from './buyers.store.ts';
import { getBuyer } from './get-buyer.ts';

type ChangeBuyer = typeof endpoints.changeBuyer;

/** Gives a buyer another name. @throws ProblemError `forbidden`, `not_found`, `stale_version`, `name_taken` */
export function changeBuyer(
  ctx: Context,
  { params, body: { name }, ifMatch }: Input<ChangeBuyer>,
): Promise<Answer<ChangeBuyer>> {
  authorize(ctx.actor, 'buyer:admin');
  return ctx.db.transaction(async (tx) => {
    const before = await lockBuyer(tx, ctx.workspaceId, params.buyerId);
    if (!before) throw new ProblemError('not_found');
    requireVersion(before, ifMatch);
    if (name !== before.name) {
      await updateBuyer(tx, before.id, { name });
      const action = 'buyer.renamed';
      const names = { before: { name: before.name }, after: { name } };
      await appendAudit(tx, ctx, { action, objectId: before.id, objectName: name, ...names });
    }
    return getBuyer({ ...ctx, db: tx }, { params });
  });
}

import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { describeSecret } from './add-secret.ts';
import { endSecret as endRow, lockSecret } from './buyer-secrets.store.ts';
import { lockBuyer } from './buyers.store.ts';
import { showSecret } from './show-secret.ts';

type EndSecret = typeof endpoints.endBuyerSecret;

/** Ends a secret now. Ending what has ended changes nothing. @throws ProblemError `not_found` */
export async function endSecret(
  ctx: Context,
  { params: { buyerId, secretId } }: Input<EndSecret>,
): Promise<Answer<EndSecret>> {
  return ctx.db.transaction(async (tx) => {
    const buyer = await lockBuyer(tx, ctx.workspaceId, buyerId);
    const secret = buyer && (await lockSecret(tx, buyerId, secretId));
    if (!secret) throw new ProblemError('not_found');
    const now = new Date(ctx.now());
    if (secret.expiresAt !== null && secret.expiresAt <= now) return showSecret(secret);
    const ended = { ...secret, expiresAt: now };
    await endRow(tx, secretId, now);
    await appendAudit(tx, ctx, {
      action: 'buyer_secret.ended',
      objectId: buyerId,
      objectName: buyer.name,
      before: describeSecret(secret),
      after: describeSecret(ended),
    });
    return showSecret(ended);
  });
}

import { type endpoints, faultOfValue, HOUR_MS, invalidField, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { describeSecret, requireRoom } from './add-secret.ts';
import { endSecret, insertSecret, lockSecret } from './buyer-secrets.store.ts';
import { lockBuyer } from './buyers.store.ts';
import { planSecret } from './plan-secret.ts';
import { showSecret } from './show-secret.ts';

type RotateSecret = typeof endpoints.rotateBuyerSecret;

/**
 * Lets a new secret of the same scheme take over: it counts at once, and the old one for as long as was asked for.
 *
 * @throws ProblemError `not_found`, `secret_ended`, `validation_failed`
 */
export async function rotateSecret(
  ctx: Context,
  { params: { buyerId, secretId }, body }: Input<RotateSecret>,
): Promise<Answer<RotateSecret>> {
  return ctx.db.transaction(async (tx) => {
    const buyer = await lockBuyer(tx, ctx.workspaceId, buyerId);
    const old = buyer && (await lockSecret(tx, buyerId, secretId));
    if (!old) throw new ProblemError('not_found');
    if (old.expiresAt !== null && old.expiresAt.getTime() <= ctx.now()) throw new ProblemError('secret_ended');
    const { scheme } = old;
    const fault = faultOfValue({ scheme, value: body.value });
    if (fault) throw invalidField('#/value', fault);
    if (body.overlapHours > 0) await requireRoom(tx, ctx, buyerId);

    const { row, value } = planSecret(ctx, buyer, { ...body, scheme, addresses: body.addresses ?? old.addresses });
    const endsAt = Math.min(
      ctx.now() + body.overlapHours * HOUR_MS,
      old.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
    );
    await endSecret(tx, secretId, new Date(endsAt));
    await insertSecret(tx, row);
    await appendAudit(tx, ctx, {
      action: 'buyer_secret.rotated',
      objectId: buyerId,
      objectName: buyer.name,
      before: describeSecret(old),
      after: { ...describeSecret(row), oldEndsAt: new Date(endsAt).toISOString() },
    });
    return { secret: showSecret(row), value };
  });
}

import { type endpoints, invalidField, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import type { Tx } from '../../io/database.ts';
import { countLiveSecrets, insertSecret, type SecretRow } from './buyer-secrets.store.ts';
import { lockBuyer } from './buyers.store.ts';
import { planSecret } from './plan-secret.ts';
import { showSecret } from './show-secret.ts';

type AddSecret = typeof endpoints.addBuyerSecret;

/** Each of them costs every call that comes a check. */
const MOST_LIVE = 10;

/** Gives a buyer one secret more. Its value is in this answer and nowhere else. @throws ProblemError `not_found`, `validation_failed` */
export async function addSecret(
  ctx: Context,
  { params: { buyerId }, body }: Input<AddSecret>,
): Promise<Answer<AddSecret>> {
  return ctx.db.transaction(async (tx) => {
    const buyer = await lockBuyer(tx, ctx.workspaceId, buyerId);
    if (!buyer) throw new ProblemError('not_found');
    await requireRoom(tx, ctx, buyerId);
    const { row, value } = planSecret(ctx, buyer, body);
    await insertSecret(tx, row);
    await appendAudit(tx, ctx, {
      action: 'buyer_secret.added',
      objectId: buyerId,
      objectName: buyer.name,
      after: describeSecret(row),
    });
    return { secret: showSecret(row), value };
  });
}

/** @throws ProblemError `validation_failed` where the buyer has as many secrets as it may */
export async function requireRoom(tx: Tx, { now }: Context, buyerId: string): Promise<void> {
  if ((await countLiveSecrets(tx, buyerId, new Date(now()))) >= MOST_LIVE)
    throw invalidField('#/scheme', `would be one more than ${MOST_LIVE} secrets at a time: end another one first`);
}

/** For the audit: which secret it is, never a trace of its value. */
export const describeSecret = ({ id, scheme, addresses, expiresAt }: SecretRow) => ({
  secretId: id,
  scheme,
  addresses,
  expiresAt: expiresAt?.toISOString() ?? null,
});

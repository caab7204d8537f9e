import { type endpoints, HOUR_MS, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { checkWebhookUrl } from '../../domain/postback-template.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { invalidFields } from '../../http/validate.ts';
import { makeSecret } from '../../outbound/sign-webhook.ts';
import { requireVersion } from '../../refusals.ts';
import { insertDestination, lockDestination, updateDestination } from './destination-list.store.ts';
import { getSubscription } from './list-destinations.ts';
import { changeOfState } from './state-of-destination.ts';

type CreateSubscription = typeof endpoints.createSubscription;
type ChangeSubscription = typeof endpoints.changeSubscription;
type RotateSecret = typeof endpoints.rotateSubscriptionSecret;

/** Its secret is in this answer and nowhere else. @throws ProblemError `validation_failed` */
export function createSubscription(
  ctx: Context,
  { body }: Input<CreateSubscription>,
): Promise<Answer<CreateSubscription>> {
  refuseFaults(ctx, body.url);
  const { workspaceId } = ctx;
  const { secret, kept } = makeSecret(ctx);
  return ctx.db.transaction(async (tx) => {
    const id = ctx.newId('destination');
    const now = new Date(ctx.now());
    const kind = 'subscription';
    await insertDestination(tx, { ...body, id, workspaceId, kind, secrets: [kept], stateSince: now, createdAt: now });
    await appendAudit(tx, ctx, { action: 'subscription.created', objectId: id, objectName: body.name, after: body });
    ctx.publishChange({ topic: 'destination', experimentIds: [], count: 1 });
    return { subscription: await getSubscription({ ...ctx, db: tx }, id), secret };
  });
}

/** @throws ProblemError `not_found`, `stale_version`, `validation_failed` */
export function changeSubscription(
  ctx: Context,
  { params: { subscriptionId }, body, ifMatch }: Input<ChangeSubscription>,
): Promise<Answer<ChangeSubscription>> {
  refuseFaults(ctx, body.url);
  return ctx.db.transaction(async (tx) => {
    const before = await lockDestination(tx, ctx.workspaceId, subscriptionId, 'subscription');
    if (!before) throw new ProblemError('not_found');
    requireVersion(before, ifMatch);
    const { state, ...settings } = body;
    await updateDestination(tx, subscriptionId, { ...settings, ...changeOfState(before, state, new Date(ctx.now())) });
    const { name, url, topics } = before;
    await appendAudit(tx, ctx, {
      action: 'subscription.changed',
      objectId: subscriptionId,
      objectName: body.name ?? name,
      before: { name, url, topics, state: before.state },
      after: body,
    });
    ctx.publishChange({ topic: 'destination', experimentIds: [], count: 1 });
    return getSubscription({ ...ctx, db: tx }, subscriptionId);
  });
}

/** A new secret at once; the old one signs beside it until it ends. @throws ProblemError `not_found` */
export function rotateSubscriptionSecret(
  ctx: Context,
  { params: { subscriptionId }, body }: Input<RotateSecret>,
): Promise<Answer<RotateSecret>> {
  const now = ctx.now();
  const endsAt = now + body.overlapHours * HOUR_MS;
  const { secret, kept } = makeSecret(ctx);
  return ctx.db.transaction(async (tx) => {
    const before = await lockDestination(tx, ctx.workspaceId, subscriptionId, 'subscription');
    if (!before) throw new ProblemError('not_found');
    const lasting = before.secrets
      .map((old) => ({ ...old, endsAt: Math.min(old.endsAt ?? endsAt, endsAt) }))
      .filter((old) => old.endsAt > now);
    await updateDestination(tx, subscriptionId, { secrets: [kept, ...lasting] });
    await appendAudit(tx, ctx, {
      action: 'subscription.secret_rotated',
      objectId: subscriptionId,
      objectName: before.name,
      after: { overlapHours: body.overlapHours },
    });
    ctx.publishChange({ topic: 'destination', experimentIds: [], count: 1 });
    return { subscription: await getSubscription({ ...ctx, db: tx }, subscriptionId), secret };
  });
}

function refuseFaults({ config }: Context, url: string | undefined): void {
  const faults = url === undefined ? [] : checkWebhookUrl(url, { allowLocal: config.environment === 'local' });
  if (faults.length > 0) throw invalidFields(faults.map((detail) => ({ pointer: '#/url', detail })));
}

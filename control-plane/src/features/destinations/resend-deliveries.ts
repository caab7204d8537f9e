import { type endpoints, MINUTE_MS, ProblemError, toTimestamp } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { GIVE_UP_AFTER_MS } from '../../domain/retry-plan.ts';
import type { Answer, Input } from '../../http/mount.ts';
import type { Tx } from '../../io/database.ts';
import { insertDeliveries } from '../../outbound/deliveries.store.ts';
import type { DestinationRow } from '../../outbound/destinations.store.ts';
import { endPause, findDelivery, restartDelivery, restartGivenUp } from './destination-list.store.ts';
import { showDelivery } from './list-deliveries.ts';
import { requireDestination } from './list-destinations.ts';

type ResendDelivery = typeof endpoints.resendDelivery;
type ResendGivenUp = typeof endpoints.resendGivenUp;
type TestDestination = typeof endpoints.testDestination;

const MOST_AT_ONCE = 1_000;

/** @throws ProblemError `not_found`, `not_resendable` */
export function resendDelivery(
  ctx: Context,
  { params: { deliveryId } }: Input<ResendDelivery>,
): Promise<Answer<ResendDelivery>> {
  return ctx.db.transaction(async (tx) => {
    const row = await findDelivery(tx, ctx.workspaceId, deliveryId);
    if (!row) throw new ProblemError('not_found');
    const destination = await requireDestination({ ...ctx, db: tx }, row.destinationId, null);
    refuseUnlessOn(destination);
    if (row.state === 'delivered' && destination.kind === 'postback')
      throw new ProblemError('not_resendable', 'It was taken. An affiliate is never told of one event twice.');
    if (row.state === 'cancelled') throw new ProblemError('not_resendable', 'What it told of counts no more.');
    if (row.leasedUntil !== null && row.leasedUntil.getTime() > ctx.now())
      throw new ProblemError('not_resendable', 'It is being sent right now.');
    await restartDelivery(tx, deliveryId, ...fromNow(ctx));
    await note(tx, ctx, destination, { deliveryId });
    const after = await findDelivery(tx, ctx.workspaceId, deliveryId);
    return showDelivery(after ?? row);
  });
}

/** What was given up, the oldest first. @throws ProblemError `not_found`, `not_resendable` */
export function resendGivenUp(
  ctx: Context,
  { params: { destinationId } }: Input<ResendGivenUp>,
): Promise<Answer<ResendGivenUp>> {
  return ctx.db.transaction(async (tx) => {
    const destination = await requireDestination({ ...ctx, db: tx }, destinationId, null);
    refuseUnlessOn(destination);
    const deliveries = await restartGivenUp(tx, destinationId, ...fromNow(ctx), MOST_AT_ONCE);
    if (deliveries > 0) await note(tx, ctx, destination, { deliveries });
    return { deliveries, isComplete: deliveries < MOST_AT_ONCE };
  });
}

/** A made-up message, sent once. @throws ProblemError `not_found`, `not_resendable` */
export function testDestination(
  ctx: Context,
  { params: { destinationId } }: Input<TestDestination>,
): Promise<Answer<TestDestination>> {
  const { workspaceId } = ctx;
  return ctx.db.transaction(async (tx) => {
    const destination = await requireDestination({ ...ctx, db: tx }, destinationId, null);
    refuseUnlessOn(destination);
    const id = ctx.newId('delivery');
    const now = ctx.now();
    const body = JSON.stringify({ type: 'test', timestamp: toTimestamp(now), workspaceId, data: {} });
    await insertDeliveries(tx, [
      {
        id,
        workspaceId,
        destinationId,
        topic: 'test',
        body: destination.kind === 'subscription' ? body : null,
        createdAt: new Date(now),
        deadline: new Date(now + MINUTE_MS),
      },
    ]);
    await note(tx, ctx, destination, { test: id });
    const row = await findDelivery(tx, workspaceId, id);
    if (!row) throw new Error(`delivery ${id} is gone`);
    return showDelivery(row);
  });
}

const fromNow = (ctx: Context) => [new Date(ctx.now()), new Date(ctx.now() + GIVE_UP_AFTER_MS)] as const;

function refuseUnlessOn({ state }: Pick<DestinationRow, 'state'>): void {
  if (state !== 'on') throw new ProblemError('not_resendable', 'It is turned off. Turn it on first.');
}

async function note(tx: Tx, ctx: Context, { id, name, kind }: DestinationRow, after: object): Promise<void> {
  await endPause(tx, id);
  const action = 'test' in after ? `${kind}.tested` : `${kind}.resent`;
  await appendAudit(tx, ctx, { action, objectId: id, objectName: name, after });
  ctx.publishChange({ topic: 'destination', experimentIds: [], count: 1 });
}

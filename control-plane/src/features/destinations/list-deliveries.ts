import { type Delivery, type endpoints, ProblemError } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { composeMessage } from '../../outbound/compose-message.ts';
import type { DeliveryRow } from '../../outbound/deliveries.store.ts';
import { readDestination } from '../../outbound/destinations.store.ts';
import { findAttempts, findDelivery, pageOfDeliveries } from './destination-list.store.ts';
import { requireDestination } from './list-destinations.ts';

type ListDeliveries = typeof endpoints.listDeliveries;
type GetDelivery = typeof endpoints.getDelivery;

/** Newest first. @throws ProblemError `not_found`, `validation_failed` */
export async function listDeliveries(
  ctx: Context,
  { params: { destinationId }, query }: Input<ListDeliveries>,
): Promise<Answer<ListDeliveries>> {
  await requireDestination(ctx, destinationId, null);
  const { state, limit } = query;
  const filter = { destinationId, state, after: readCursor(query.cursor), limit: limit + 1 };
  const rows = await pageOfDeliveries(ctx.db, filter);
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt.getTime(), id }), showDelivery);
}

/** With what is sent, by how things stand now, and every attempt. @throws ProblemError `not_found` */
export async function getDelivery(
  ctx: Context,
  { params: { deliveryId } }: Input<GetDelivery>,
): Promise<Answer<GetDelivery>> {
  const row = await findDelivery(ctx.db, ctx.workspaceId, deliveryId);
  const destination = row && (await readDestination(ctx.db, row.destinationId));
  if (!row || !destination) throw new ProblemError('not_found');
  const composed = await composeMessage(ctx, destination, row);
  const log = await findAttempts(ctx.db, deliveryId);
  return {
    ...showDelivery(row),
    url: composed.ok ? composed.message.url : null,
    body: composed.ok ? composed.message.body : null,
    log: log.map(({ deliveryId: _, at, ...attempt }) => ({ ...attempt, at: at.toISOString() })),
  };
}

export const showDelivery = (row: DeliveryRow): z.input<typeof Delivery> => ({
  id: row.id,
  destinationId: row.destinationId,
  topic: row.topic,
  buyerEventId: row.buyerEventId,
  state: row.state,
  detail: row.detail,
  attempts: row.attempts,
  lastStatus: row.lastStatus,
  createdAt: row.createdAt.toISOString(),
  nextAttemptAt: row.state === 'waiting' ? row.nextAttemptAt.toISOString() : null,
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

import { type Instant, OUTBOUND_DATA, type OutboundData, type OutboundTopic, toTimestamp } from '@alyson/schema';
import type { Context } from '../context.ts';
import { GIVE_UP_AFTER_MS } from '../domain/retry-plan.ts';
import type { Tx } from '../io/database.ts';
import { insertDeliveries } from './deliveries.store.ts';
import { findListeners } from './destinations.store.ts';

/** Tells the workspace's own systems of something, in the transaction that brought it about. */
export async function tellOf<T extends OutboundTopic>(
  tx: Tx,
  ctx: Context,
  topic: T,
  data: OutboundData<T>,
): Promise<void> {
  const { workspaceId } = ctx;
  const listeners = await findListeners(tx, workspaceId, [topic], []);
  if (listeners.length === 0) return;
  const now = ctx.now();
  const body = bodyOf(topic, workspaceId, now, data);
  await insertDeliveries(
    tx,
    listeners.map(({ id: destinationId }) => ({
      id: ctx.newId('delivery'),
      workspaceId,
      destinationId,
      topic,
      body,
      createdAt: new Date(now),
      deadline: new Date(now + GIVE_UP_AFTER_MS),
    })),
  );
}

/** A webhook's body, in Standard Webhooks' form: the same bytes in every attempt. */
export const bodyOf = <T extends OutboundTopic>(
  topic: T,
  workspaceId: string,
  at: Instant,
  data: OutboundData<T>,
): string =>
  JSON.stringify({ type: topic, timestamp: toTimestamp(at), workspaceId, data: OUTBOUND_DATA[topic].parse(data) });

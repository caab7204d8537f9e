import { MINUTE_MS } from '@alyson/schema';
import type { Deps } from '../context.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { claimDue, type DeliveryRow, giveUpOverdue } from './deliveries.store.ts';

/** Four times as long as an attempt takes at most: a process that dies leaves its own to the others after this. */
const LEASE_MS = MINUTE_MS;
const AT_ONCE = 32;
const AT_ONCE_PER_DESTINATION = 4;
const OVERDUE_AT_ONCE = 1_000;

/** Sends what is due. Several processes may: each delivery is claimed by one. */
export interface Sender {
  /** Begins as many attempts as there is room for. @returns how many */
  sendDue(): Promise<number>;
  /** When what was begun is at its end. */
  idle(): Promise<void>;
  /** Gives up what is under way: it is sent again, by whoever comes first after its lease. */
  abort(): void;
}

/** @param onRoom  called whenever an attempt has ended: there may be more to send */
export function createSender(deps: Deps, onRoom: () => void = () => {}): Sender {
  const aborting = new AbortController();
  const underWay = new Map<string, { destinationId: string; ended: Promise<void> }>();

  const begin = (delivery: DeliveryRow) => {
    const ended = attemptDelivery(deps, delivery, aborting.signal)
      .catch((error: unknown) => {
        if (!aborting.signal.aborted)
          deps.log.error({ err: error, deliveryId: delivery.id }, 'an attempt could not be made or recorded');
      })
      .finally(() => {
        underWay.delete(delivery.id);
        onRoom();
      });
    underWay.set(delivery.id, { destinationId: delivery.destinationId, ended });
  };

  const countByDestination = () => {
    const counts = new Map<string, number>();
    for (const { destinationId } of underWay.values()) counts.set(destinationId, (counts.get(destinationId) ?? 0) + 1);
    return counts;
  };

  return {
    async sendDue() {
      const now = deps.now();
      while ((await giveUpOverdue(deps.db, new Date(now), OVERDUE_AT_ONCE)) === OVERDUE_AT_ONCE);
      const most = AT_ONCE - underWay.size;
      if (most <= 0) return 0;
      const share = { most, perDestination: AT_ONCE_PER_DESTINATION, underWay: countByDestination() };
      const claimed = await claimDue(deps.db, new Date(now), new Date(now + LEASE_MS), share);
      for (const delivery of claimed) begin(delivery);
      return claimed.length;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all([...underWay.values()].map(({ ended }) => ended));
    },
    abort: () => aborting.abort(),
  };
}

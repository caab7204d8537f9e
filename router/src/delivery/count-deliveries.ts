import type { Counters } from '../counters.ts';
import type { DeliverClicks } from './deliver-clicks.ts';

/** The same delivery, each try counted by what became of it. */
export const countDeliveries =
  (deliver: DeliverClicks, { deliveries }: Counters): DeliverClicks =>
  async (clicks) => {
    const delivery = await deliver(clicks);
    deliveries[delivery.kind] += 1;
    return delivery;
  };

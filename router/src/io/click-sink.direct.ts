import type { Counters } from '../counters.ts';
import type { DeliverClicks } from '../delivery/deliver-clicks.ts';
import type { ClickSink } from './click-sink.ts';

/** What waits here is lost with the process, so it is little: this is for the minutes in which the durable sink fails. */
const MOST_WAITING = 10_000;
const MOST_CLICKS = 100;

export interface DirectClickSink extends ClickSink {
  /** Tries again what waits. */
  retry(): Promise<void>;
  waiting(): number;
}

/** Straight to the control plane, from memory, where the durable sink refuses (R25). */
export function createDirectClickSink(deliver: DeliverClicks, counters: Counters): DirectClickSink {
  const waiting: string[] = [];
  let draining: Promise<void> | null = null;

  const drain = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_CLICKS);
      const delivery = await deliver(batch);
      if (delivery.kind === 'unreachable') return;
      // Nothing here is durable, so there is nowhere to set aside what is rejected: it counts as lost.
      const rejected = delivery.kind === 'refused' ? batch.length : delivery.rejected.length;
      counters.delivered += batch.length - rejected;
      counters.lost += rejected;
      waiting.splice(0, batch.length);
    }
  };

  const retry = () => {
    draining ??= drain().finally(() => {
      draining = null;
    });
    return draining;
  };

  return {
    record(click) {
      if (waiting.length >= MOST_WAITING) {
        counters.lost += 1;
        return Promise.resolve();
      }
      waiting.push(JSON.stringify(click));
      return retry();
    },
    retry,
    waiting: () => waiting.length,
  };
}

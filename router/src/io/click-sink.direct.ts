import type { Counters } from '../counters.ts';
import type { DeliverClicks } from '../delivery/deliver-clicks.ts';
import type { ClickSink } from './click-sink.ts';

/** What waits here is lost with the process, so it is little: this is for the minutes in which the durable sink fails. */
const MOST_WAITING = 10_000;
const MOST_CLICKS = 100;
/** On Workers a delivery can be cut off with the request it ran under; after this long nobody believes in it. */
const GIVE_UP_AFTER_MS = 30_000;

export interface DirectClickSink extends ClickSink {
  /** Tries again what waits. */
  retry(): Promise<void>;
  waiting(): number;
}

export interface DirectSinkOptions {
  readonly deliver: DeliverClicks;
  readonly now: () => number;
  readonly counters: Counters;
}

/** Straight to the control plane, from memory, where the durable sink refuses (R25). */
export function createDirectClickSink({ deliver, now, counters }: DirectSinkOptions): DirectClickSink {
  const waiting = new Set<{ readonly click: string }>();
  // A time, not a promise: on Workers one request must not wait for another's input and output.
  let busyUntil = 0;

  const drain = async () => {
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, MOST_CLICKS);
      const delivery = await deliver(batch.map(({ click }) => click));
      if (delivery.kind === 'unreachable') return;
      // Nothing here is durable, so there is nowhere to set aside what is rejected: it counts as lost.
      const rejected = delivery.kind === 'refused' ? batch.length : delivery.rejected.length;
      counters.delivered += batch.length - rejected;
      counters.lost += rejected;
      for (const entry of batch) waiting.delete(entry);
    }
  };

  const retry = async () => {
    if (now() < busyUntil) return;
    busyUntil = now() + GIVE_UP_AFTER_MS;
    await drain();
    busyUntil = 0;
  };

  return {
    async record(click) {
      if (waiting.size >= MOST_WAITING) {
        counters.lost += 1;
        return;
      }
      waiting.add({ click: JSON.stringify(click) });
      await retry();
    },
    retry,
    waiting: () => waiting.size,
  };
}

import type { Counters } from '../counters.ts';
import type { DeliverClicks } from '../delivery/deliver-clicks.ts';
import { deliverEach, type Fate, MOST_TRIES } from '../delivery/deliver-each.ts';
import type { ClickSink, SecondWayBooks } from './click-sink.ts';

/** What waits here is lost with the process, so it is little: this is for the minutes in which the durable sink fails. */
const MOST_WAITING = 10_000;
const MOST_CLICKS = 100;
/** On Workers a delivery can be cut off with the request it ran under; after this long nobody believes in it. */
const GIVE_UP_AFTER_MS = 30_000;

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;

interface Entry {
  readonly click: string;
  isSent: boolean;
  /** How often the control plane failed over it while it took others. */
  tries: number;
}

const NOT_TRIED: Fate = { kind: 'later', detail: 'not tried' };

export interface DirectClickSink extends ClickSink {
  /** Tries again what waits. */
  retry(): Promise<void>;
  waiting(): number;
}

export interface DirectSinkOptions {
  readonly deliver: DeliverClicks;
  readonly now: () => number;
  readonly counters: Counters;
  readonly books?: SecondWayBooks;
}

/** Straight to the control plane, from memory, where the durable sink refuses (R25). */
export function createDirectClickSink({ deliver, now, counters, books }: DirectSinkOptions): DirectClickSink {
  const waiting = new Set<Entry>();
  let sent = 0;
  // Times, not promises: on Workers one request must not wait for another's input and output.
  let busyUntil = 0;
  let waitMs = FIRST_WAIT_MS;

  /** @returns whether the control plane takes clicks */
  const drain = async (): Promise<boolean> => {
    while (waiting.size > 0) {
      const batch = firstOf(waiting, MOST_CLICKS);
      markSent(batch);
      const { fates, hasSuccess } = await deliverEach(
        batch.map(({ click }) => click),
        deliver,
      );
      settle(batch, fates, hasSuccess);
      if (!hasSuccess) return false;
    }
    return true;
  };

  const markSent = (batch: readonly Entry[]) => {
    for (const entry of batch) {
      if (!entry.isSent) sent += 1;
      entry.isSent = true;
    }
    books?.secondWay({ sent, delivered: 0, lost: 0 });
  };

  const settle = (batch: readonly Entry[], fates: readonly Fate[], hasSuccess: boolean) => {
    const ended = { delivered: 0, lost: 0 };
    for (const [index, entry] of batch.entries()) {
      const fate = fates[index] ?? NOT_TRIED;
      if (fate.kind === 'suspect' && hasSuccess) entry.tries += 1;
      if (fate.kind === 'later' || (fate.kind === 'suspect' && entry.tries < MOST_TRIES)) continue;
      // A delivery that nobody believed in any more may come back: what another has settled counts once.
      if (!waiting.delete(entry)) continue;
      sent -= 1;
      // Nothing here is durable, so there is nowhere to set aside what is rejected: it counts as lost.
      if (fate.kind === 'stored') ended.delivered += 1;
      else ended.lost += 1;
    }
    counters.delivered += ended.delivered;
    counters.lost += ended.lost;
    books?.secondWay({ sent, ...ended });
  };

  /** While the control plane is away clicks do not ask for it one by one. */
  const retry = async () => {
    if (now() < busyUntil) return;
    busyUntil = now() + GIVE_UP_AFTER_MS;
    const isTaking = await drain();
    busyUntil = isTaking ? 0 : now() + waitMs;
    waitMs = isTaking ? FIRST_WAIT_MS : Math.min(waitMs * 2, LONGEST_WAIT_MS);
  };

  return {
    record(click, onKept) {
      if (waiting.size >= MOST_WAITING) {
        counters.lost += 1;
        books?.secondWay({ sent, delivered: 0, lost: 1 });
        return onKept();
      }
      waiting.add({ click, isSent: false, tries: 0 });
      void retry().then(onKept);
    },
    retry,
    waiting: () => waiting.size,
  };
}

function firstOf<T>(entries: ReadonlySet<T>, most: number): T[] {
  const first: T[] = [];
  for (const entry of entries) {
    if (first.length === most) break;
    first.push(entry);
  }
  return first;
}

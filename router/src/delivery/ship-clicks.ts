import type { Counters } from '../counters.ts';
import type { WaitingBatch, WaitingClicks } from '../io/click-sink.ts';
import { type Log, oncePerMinute } from '../log.ts';
import type { DeliverClicks, Delivery } from './deliver-clicks.ts';

const MOST_CLICKS = 500;
/** How often the spool is looked at while nothing waits: the longest a click lies there before it is on its way. */
const IDLE_MS = 50;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

export interface ShipClicksOptions {
  readonly waiting: WaitingClicks;
  readonly deliver: DeliverClicks;
  readonly counters: Counters;
  readonly log: Log;
  readonly now: () => number;
}

export interface Shipping {
  /** Ships what waits, for at most so long, and ends. */
  stop(withinMs: number): Promise<void>;
}

/** Delivers waiting clicks in order until stopped: at least once each, forgotten only when the control plane has them. */
export function startShipping({ waiting, deliver, counters, log, now }: ShipClicksOptions): Shipping {
  const warn = oncePerMinute(log, now);
  const stopping = Promise.withResolvers<void>();
  let stopAt: number | null = null;
  let mostClicks = MOST_CLICKS;
  let waitMs = FIRST_WAIT_MS;

  const isOver = () => stopAt !== null && now() >= stopAt;

  /** @returns how long to wait before the next step, in ms */
  const step = async (): Promise<number> => {
    const batch = await waiting.next(mostClicks);
    if (!batch) {
      if (stopAt !== null) stopAt = now();
      return IDLE_MS;
    }
    const delivery = await deliver(batch.clicks);
    switch (delivery.kind) {
      case 'delivered':
        await settle(batch, delivery.rejected);
        mostClicks = MOST_CLICKS;
        waitMs = FIRST_WAIT_MS;
        return 0;
      case 'refused':
        return takeApart(batch, delivery.detail);
      case 'unreachable':
        warn('warn', 'clicks wait for the control plane', { detail: delivery.detail });
        return backOff();
      default:
        return delivery satisfies never;
    }
  };

  /** Longer each time, and never quite as long as the edge next door. */
  const backOff = (): number => {
    const pauseMs = waitMs * (0.75 + Math.random() / 4);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    return pauseMs;
  };

  const settle = async (batch: WaitingBatch, rejected: Extract<Delivery, { kind: 'delivered' }>['rejected']) => {
    for (const { index, detail } of rejected) await setAside(batch.clicks[index], detail);
    counters.delivered += batch.clicks.length - rejected.length;
    await batch.forget();
  };

  /** Halves a refused delivery until the click is found that nobody can take. */
  const takeApart = async (batch: WaitingBatch, detail: string): Promise<number> => {
    if (batch.clicks.length > 1) {
      mostClicks = Math.ceil(batch.clicks.length / 2);
      return 0;
    }
    await setAside(batch.clicks[0], detail);
    await batch.forget();
    mostClicks = MOST_CLICKS;
    return 0;
  };

  const setAside = async (click: string | undefined, reason: string) => {
    if (click === undefined) return;
    counters.setAside += 1;
    log('error', 'click set aside', { reason });
    await waiting.setAside(click, reason);
  };

  const run = async () => {
    while (!isOver()) {
      const pauseMs = await step().catch((error: unknown) => {
        warn('error', 'shipping met a fault', { fault: error instanceof Error ? error.message : 'unknown' });
        return LONGEST_WAIT_MS;
      });
      if (pauseMs > 0 && !isOver()) await Promise.race([sleep(pauseMs), stopping.promise]);
    }
  };
  const ended = run();

  return {
    async stop(withinMs) {
      stopAt = now() + withinMs;
      stopping.resolve();
      await Promise.race([ended, sleep(withinMs)]);
    },
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

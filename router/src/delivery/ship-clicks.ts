import { MAX_CLICKS_PER_DELIVERY, messageOf } from '@alyson/schema';
import type { Counters } from '../counters.ts';
import type { WaitingBatch, WaitingClicks } from '../io/click-sink.ts';
import { type Log, oncePerMinute } from '../log.ts';
import { createPauses } from '../pause.ts';
import type { DeliverClicks } from './deliver-clicks.ts';
import { deliverEach, type Fate, MOST_TRIES } from './deliver-each.ts';

/** What a control plane that is away is asked with: one block, not hundreds of clicks read and sent again and again. */
const PROBE_CLICKS = 1;
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
  const pauses = createPauses();
  let stopAt: number | null = null;
  let waitMs = FIRST_WAIT_MS;
  let isAway = false;

  const isOver = () => stopAt !== null && now() >= stopAt;

  const pause = (ms: number) => pauses.pause(stopAt === null ? ms : Math.min(ms, Math.max(0, stopAt - now())));

  /** Longer each time, and never quite as long as the edge next door. */
  const backOff = (): number => {
    const pauseMs = waitMs * (0.75 + Math.random() / 4);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    return pauseMs;
  };

  /** @returns how long to wait before the next step, in ms */
  const step = async (): Promise<number> => {
    const batch = await waiting.next(isAway ? PROBE_CLICKS : MAX_CLICKS_PER_DELIVERY);
    if (!batch) {
      if (stopAt !== null) stopAt = now();
      return IDLE_MS;
    }
    const fates = await findFates(batch);
    if (fates === null) return backOff();
    await settle(batch, fates);
    waitMs = FIRST_WAIT_MS;
    return 0;
  };

  /** @returns null while some of them can neither be delivered nor blamed */
  const findFates = async ({ clicks }: WaitingBatch): Promise<readonly Fate[] | null> => {
    const { fates, hasSuccess } = await deliverEach(clicks, deliver);
    const unsettled = fates.find(({ kind }) => kind === 'later' || (kind === 'suspect' && !hasSuccess));
    // Suspects are not asked about alone: it takes others to tell their fault from the control plane's.
    isAway = unsettled?.kind === 'later';
    if (unsettled && 'detail' in unsettled) {
      warn('warn', 'clicks wait for the control plane', { detail: unsettled.detail });
      return null;
    }
    return retrySuspects(clicks, [...fates]);
  };

  /** The control plane takes others: these few are tried again alone, and then they are poison (S6). */
  const retrySuspects = async (clicks: readonly string[], fates: Fate[]): Promise<readonly Fate[] | null> => {
    for (let tries = 1; tries < MOST_TRIES; tries += 1) {
      for (const [index, fate] of fates.entries()) {
        if (fate.kind !== 'suspect') continue;
        await pause(FIRST_WAIT_MS * 2 ** tries);
        if (isOver()) return null;
        const again = await deliverEach([clicks[index] ?? ''], deliver);
        fates[index] = again.fates[0] ?? fate;
      }
    }
    return fates.some(({ kind }) => kind === 'later') ? null : fates;
  };

  const settle = async (batch: WaitingBatch, fates: readonly Fate[]): Promise<void> => {
    for (const [index, fate] of fates.entries())
      if (fate.kind !== 'stored') await setAside(batch.clicks[index] ?? '', fate.detail);
    const delivered = fates.filter(({ kind }) => kind === 'stored').length;
    counters.delivered += delivered;
    await batch.forget(fates.length - delivered);
  };

  const setAside = async (click: string, reason: string) => {
    counters.setAside += 1;
    log('error', 'click set aside', { reason });
    await waiting.setAside(click, reason);
  };

  const run = async () => {
    while (!isOver()) {
      const pauseMs = await step().catch((error: unknown) => {
        warn('error', 'shipping met a fault', { fault: messageOf(error) });
        return LONGEST_WAIT_MS;
      });
      if (pauseMs > 0 && !isOver()) await pause(pauseMs);
    }
  };
  const ended = run();

  return {
    async stop(withinMs) {
      stopAt = now() + withinMs;
      pauses.cut();
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, withinMs);
      await Promise.race([ended, late.promise]);
      clearTimeout(timer);
    },
  };
}

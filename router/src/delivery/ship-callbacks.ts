import { messageOf } from '@alyson/schema';
import type { WaitingCallback, WaitingCallbacks } from '../io/inbox.ts';
import { type Log, oncePerMinute } from '../log.ts';
import { createPauses } from '../pause.ts';
import type { DeliverCallback } from './deliver-callback.ts';
import { judgeAnswer } from './judge-answer.ts';

/** How often the inbox is looked at while nothing waits. */
const IDLE_MS = 200;
const FIRST_WAIT_MS = 200;
/** Short, because an outage ends without a word: what waited is to be there within minutes of it (S8). */
const LONGEST_WAIT_MS = 5_000;
/** After so many tries in a row the others may pass: perhaps it is this call alone that fails. */
const TRIES_IN_A_ROW = 20;

/** Soon enough for whoever has just set a secret right; what stays wrong is in nobody's way. */
const TAKE_BACK_EVERY_MS = 3_600_000;

export interface ShipCallbacksOptions {
  readonly waiting: WaitingCallbacks;
  readonly deliver: DeliverCallback;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * Delivers what waits, in order, one after the other: at least once each, forgotten only after a final answer (R26). What was
 * refused for want of a right secret or endpoint is tried again every hour.
 *
 * @returns ends it; what still waits is on disk
 */
export function startShippingCallbacks(options: ShipCallbacksOptions): () => void {
  const { waiting, deliver, log, now } = options;
  const warn = oncePerMinute(log, now);
  const pauses = createPauses();
  let isStopped = false;
  let tries = 0;
  let takeBackAt = now();

  /** @returns how long to wait before the next step, in ms */
  const step = async (): Promise<number> => {
    if (now() >= takeBackAt) {
      takeBackAt = now() + TAKE_BACK_EVERY_MS;
      await waiting.takeBack();
    }
    const oldest = await waiting.next();
    if (!oldest) return IDLE_MS;
    const delivery = await deliver(oldest.callback);
    if (delivery.kind === 'unreachable') return tryAgain(oldest, delivery.detail);
    const verdict = judgeAnswer(delivery.answer);
    switch (verdict.kind) {
      case 'taken':
        await oldest.forget();
        break;
      case 'refused':
        log('error', 'call set aside', { reason: verdict.reason, triedAgain: verdict.mayPass });
        await oldest.setAside(verdict);
        break;
      case 'later':
        return tryAgain(oldest, verdict.reason);
      default:
        verdict satisfies never;
    }
    tries = 0;
    return 0;
  };

  /** Longer each time, and never quite as long as the edge next door. */
  const tryAgain = (oldest: WaitingCallback, detail: string): number => {
    warn('warn', 'calls wait for the control plane', { detail });
    tries += 1;
    if (tries % TRIES_IN_A_ROW === 0) oldest.putLast();
    return Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries - 1, 10), LONGEST_WAIT_MS) * (0.75 + Math.random() / 4);
  };

  const run = async () => {
    while (!isStopped) {
      const pauseMs = await step().catch((error: unknown) => {
        warn('error', 'shipping of calls met a fault', { fault: messageOf(error) });
        return LONGEST_WAIT_MS;
      });
      if (pauseMs > 0 && !isStopped) await pauses.pause(pauseMs);
    }
  };
  void run();

  return () => {
    isStopped = true;
    pauses.cut();
  };
}

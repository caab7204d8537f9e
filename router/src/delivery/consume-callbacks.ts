import { fromMessage } from '../io/callback-message.ts';
import type { Log } from '../log.ts';
import type { DeliverCallback } from './deliver-callback.ts';
import { judgeAnswer, type Verdict } from './judge-answer.ts';

/** What is used of a batch of Cloudflare Queues. */
export interface CallbackBatch {
  readonly messages: readonly CallbackInQueue[];
}
interface CallbackInQueue {
  readonly body: unknown;
  readonly attempts: number;
  ack(): void;
  retry(options: { delaySeconds: number }): void;
}

export interface ConsumeCallbacksDeps {
  readonly deliver: DeliverCallback;
  /** Keeps what the control plane will never take, for a person to look at. */
  readonly setAside: (message: unknown, reason: string) => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
}

const FIRST_DELAY_SECONDS = 15;
/** What waited is to be there ten minutes after an outage at the latest (S8). */
const LONGEST_DELAY_SECONDS = 480;
/** For as long as senders themselves usually try again, until somebody has set right what it was refused for. */
const REFUSED_DELAY_SECONDS = 3_600;
const REFUSED_FOR_MS = 3 * 86_400_000;

/** Delivers the calls of a batch one after the other; acknowledges only what has its final answer (R26). */
export async function consumeCallbacks({ messages }: CallbackBatch, deps: ConsumeCallbacksDeps): Promise<void> {
  let isAway = false;
  for (const message of messages) {
    const verdict: Verdict = isAway ? { kind: 'later', reason: 'it is away' } : await deliverOne(message, deps);
    switch (verdict.kind) {
      case 'taken':
        message.ack();
        break;
      case 'refused':
        if (verdict.mayPass && isYoung(message, deps.now())) {
          deps.log('error', 'call refused, and tried again in an hour', { reason: verdict.reason });
          message.retry({ delaySeconds: REFUSED_DELAY_SECONDS });
          break;
        }
        deps.log('error', 'call set aside', { reason: verdict.reason });
        await deps.setAside(message.body, verdict.reason);
        message.ack();
        break;
      case 'later':
        isAway = true;
        deps.log('warn', 'call waits for the control plane', { detail: verdict.reason });
        message.retry({ delaySeconds: delayOf(message.attempts) });
        break;
      default:
        verdict satisfies never;
    }
  }
}

async function deliverOne({ body }: CallbackInQueue, { deliver }: ConsumeCallbacksDeps): Promise<Verdict> {
  const callback = fromMessage(body);
  if (!callback) return { kind: 'refused', reason: 'the message is no call', mayPass: false };
  const delivery = await deliver(callback);
  return delivery.kind === 'answered' ? judgeAnswer(delivery.answer) : { kind: 'later', reason: delivery.detail };
}

const isYoung = ({ body }: CallbackInQueue, now: number): boolean =>
  (fromMessage(body)?.receivedAt ?? 0) > now - REFUSED_FOR_MS;

const delayOf = (attempts: number): number =>
  Math.min(FIRST_DELAY_SECONDS * 2 ** Math.min(attempts - 1, 12), LONGEST_DELAY_SECONDS);

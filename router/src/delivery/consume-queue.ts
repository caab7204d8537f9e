import type { Click } from '@alyson/schema';
import type { Log } from '../log.ts';
import type { DeliverClicks } from './deliver-clicks.ts';

/** What is used of a batch of Cloudflare Queues. */
export interface ClickBatch {
  readonly messages: readonly ClickMessage[];
}
interface ClickMessage {
  readonly body: Click;
  readonly attempts: number;
  ack(): void;
  retry(options: { delaySeconds: number }): void;
}

export interface ConsumeQueueDeps {
  readonly deliver: DeliverClicks;
  /** Keeps a click that will never be taken, for a person to look at. */
  readonly setAside: (click: Click, reason: string) => Promise<void>;
  readonly log: Log;
}

const FIRST_DELAY_SECONDS = 10;
const LONGEST_DELAY_SECONDS = 3_600;

/** Delivers a batch; acknowledges message by message, and only what is stored or set aside (R23). */
export async function consumeQueue({ messages }: ClickBatch, deps: ConsumeQueueDeps): Promise<void> {
  const delivery = await deps.deliver(messages.map(({ body }) => JSON.stringify(body)));
  switch (delivery.kind) {
    case 'delivered': {
      const rejected = new Map(delivery.rejected.map(({ index, detail }) => [index, detail]));
      for (const [index, message] of messages.entries()) await settle(message, rejected.get(index) ?? null, deps);
      return;
    }
    case 'refused':
      return takeApart(messages, delivery.detail, deps);
    case 'unreachable':
      deps.log('warn', 'clicks wait for the control plane', { clicks: messages.length, detail: delivery.detail });
      for (const message of messages) message.retry({ delaySeconds: delayOf(message.attempts) });
      return;
    default:
      return delivery satisfies never;
  }
}

async function settle(message: ClickMessage, rejection: string | null, { setAside, log }: ConsumeQueueDeps) {
  if (rejection !== null) {
    log('error', 'click set aside', { reason: rejection });
    await setAside(message.body, rejection);
  }
  message.ack();
}

/** Halves a refused batch until the click is found that nobody can take. */
async function takeApart(messages: readonly ClickMessage[], detail: string, deps: ConsumeQueueDeps): Promise<void> {
  const [only] = messages;
  if (messages.length === 1 && only) return settle(only, detail, deps);
  const half = Math.ceil(messages.length / 2);
  for (const part of [messages.slice(0, half), messages.slice(half)]) await consumeQueue({ messages: part }, deps);
}

const delayOf = (attempts: number): number =>
  Math.min(FIRST_DELAY_SECONDS * 2 ** Math.min(attempts, 12), LONGEST_DELAY_SECONDS);

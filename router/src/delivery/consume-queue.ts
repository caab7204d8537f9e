import type { Log } from '../log.ts';
import type { DeliverClicks } from './deliver-clicks.ts';
import { deliverEach, type Fate, MOST_TRIES } from './deliver-each.ts';

/** What is used of a batch of Cloudflare Queues. */
export interface ClickBatch {
  readonly messages: readonly ClickMessage[];
}
interface ClickMessage {
  /** The click's JSON text; an object in messages of the version before. */
  readonly body: unknown;
  readonly attempts: number;
  ack(): void;
  retry(options: { delaySeconds: number }): void;
}

export interface ConsumeQueueDeps {
  readonly deliver: DeliverClicks;
  /** Keeps a click that will never be taken, for a person to look at. */
  readonly setAside: (click: string, reason: string) => Promise<void>;
  readonly log: Log;
}

const FIRST_DELAY_SECONDS = 10;
const LONGEST_DELAY_SECONDS = 3_600;

/** Delivers a batch; acknowledges message by message, and only what is stored or set aside (R23). */
export async function consumeQueue({ messages }: ClickBatch, deps: ConsumeQueueDeps): Promise<void> {
  const { fates, hasSuccess } = await deliverEach(messages.map(textOf), deps.deliver);
  const waiting = fates.filter(({ kind }) => kind === 'later' || kind === 'suspect').length;
  if (waiting > 0) deps.log('warn', 'clicks wait for the control plane', { clicks: waiting });
  for (const [index, message] of messages.entries()) {
    const fate = fates[index];
    if (fate?.kind === 'stored') message.ack();
    else if (fate && isPoison(fate, message.attempts, hasSuccess)) await setAside(message, fate.detail, deps);
    else message.retry({ delaySeconds: delayOf(message.attempts) });
  }
}

type Unstored = Exclude<Fate, { kind: 'stored' }>;

const isPoison = ({ kind }: Unstored, attempts: number, hasSuccess: boolean): boolean =>
  kind === 'rejected' || (kind === 'suspect' && hasSuccess && attempts >= MOST_TRIES);

async function setAside(message: ClickMessage, reason: string, deps: ConsumeQueueDeps): Promise<void> {
  deps.log('error', 'click set aside', { reason });
  await deps.setAside(textOf(message), reason);
  message.ack();
}

const textOf = ({ body }: ClickMessage): string => (typeof body === 'string' ? body : JSON.stringify(body));

const delayOf = (attempts: number): number =>
  Math.min(FIRST_DELAY_SECONDS * 2 ** Math.min(attempts, 12), LONGEST_DELAY_SECONDS);

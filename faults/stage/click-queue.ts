import type { Random } from '../../scripts/lib/random.ts';
import type { AtEnd } from '../scope.ts';
import { serve } from './bundle-stores.ts';

const BATCH = 100;
const PUMP_EVERY_MS = 100;
/** As wrangler.toml has it. */
const MOST_RETRIES = 100;
/** A consumer asks for its delays in seconds; here each second lasts this long. */
const SECOND_MS = 10;

interface Message {
  readonly id: string;
  readonly timestamp: number;
  readonly body: string;
  attempts: number;
  dueAt: number;
}

/** A queue as Cloudflare's behaves: at least once, in any order, again after a failure, and set aside after too many. */
export interface ClickQueue {
  /** Where it takes messages, as workerd sends them. */
  readonly port: number;
  /** Who consumes, by the port of its process; null for nobody. */
  consumer: number | null;
  /** Whether each batch is delivered a second time, in another order. */
  isTwice: boolean;
  waiting(): number;
  /** Messages that were delivered too often in vain. */
  readonly dead: readonly string[];
  /** The most often that a message was delivered. */
  mostAttempts(): number;
  add(body: string): void;
}

/** What the consumer says of a batch. */
interface Settlement {
  readonly outcome: string;
  readonly ackAll: boolean;
  readonly retryBatch: { readonly retry: boolean };
  readonly explicitAcks: readonly string[];
  readonly retryMessages: readonly { readonly msgId: string; readonly delaySeconds?: number }[];
}

export async function startClickQueue(random: Random, atEnd: AtEnd): Promise<ClickQueue> {
  const messages = new Map<string, Message>();
  const dead: string[] = [];
  let added = 0;
  let most = 0;
  const add = (body: string) => {
    const id = `m${added++}`;
    messages.set(id, { id, timestamp: Date.now(), body, attempts: 0, dueAt: 0 });
  };
  const port = await serve((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      add(body);
      response.end(JSON.stringify({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } }));
    });
  }, atEnd);

  const take = (): Message[] => {
    const at = Date.now();
    const due = [...messages.values()].filter(({ dueAt }) => dueAt <= at).slice(0, BATCH);
    for (const message of due) {
      message.attempts += 1;
      most = Math.max(most, message.attempts);
    }
    return due;
  };

  const settle = (batch: readonly Message[], settlement: Settlement | null) => {
    const isLost = settlement === null || settlement.outcome !== 'ok' || settlement.retryBatch.retry;
    const acked = new Set(settlement?.explicitAcks);
    const again = new Map(settlement?.retryMessages.map(({ msgId, delaySeconds = 0 }) => [msgId, delaySeconds]));
    for (const message of batch) {
      if (acked.has(message.id) || (!isLost && !again.has(message.id))) messages.delete(message.id);
      else if (message.attempts > MOST_RETRIES) {
        messages.delete(message.id);
        dead.push(message.body);
      } else message.dueAt = Date.now() + (again.get(message.id) ?? 1) * SECOND_MS;
    }
  };

  const queue: ClickQueue = {
    port,
    consumer: null,
    isTwice: false,
    waiting: () => messages.size,
    dead,
    mostAttempts: () => most,
    add,
  };

  const pump = async () => {
    const { consumer } = queue;
    if (consumer === null) return;
    for (let batch = take(); batch.length > 0 && queue.consumer === consumer; batch = take()) {
      const settlement = await deliver(consumer, batch);
      if (queue.isTwice) await deliver(consumer, shuffle(batch, random));
      settle(batch, settlement);
    }
  };

  let isOver = false;
  const pumping = (async () => {
    while (!isOver) {
      await pump();
      await new Promise((resolve) => setTimeout(resolve, PUMP_EVERY_MS));
    }
  })();
  atEnd(async () => {
    isOver = true;
    queue.consumer = null;
    await pumping;
  });

  return queue;
}

/** @returns null where the consumer gave no answer */
async function deliver(port: number, batch: readonly Message[]): Promise<Settlement | null> {
  const messages = batch.map(({ id, timestamp, body, attempts }) => ({ id, timestamp, body, attempts }));
  const body = JSON.stringify({ queue: 'clicks', messages });
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(20_000),
    });
    return answer.ok ? ((await answer.json()) as Settlement) : null;
  } catch {
    return null;
  }
}

const shuffle = <T>(items: readonly T[], random: Random): T[] =>
  items
    .map((item) => ({ item, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

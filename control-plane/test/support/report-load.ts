import { setTimeout as sleep } from 'node:timers/promises';
import type { ReportedEvent } from '@alyson/schema';
import { Agent, request } from 'undici';
import { createRandom } from '../../../scripts/lib/random.ts';
import { signReport } from './report-as-buyer.ts';

/** One message of a buyer: a signed webhook, or a conversion in TUNE's manner. */
type Message =
  | { readonly form: 'webhook'; readonly id: string; readonly event: ReportedEvent }
  | { readonly form: 'tune'; readonly id: string; readonly query: string };

export interface Buyer {
  readonly webhookPath: string;
  readonly secret: string;
  readonly tuneToken: string;
}

export interface ReportLoad {
  /** Messages whose buyer has its 200. */
  readonly acknowledged: ReadonlySet<string>;
  /** What was sent in all, by the message's id. */
  readonly sent: ReadonlyMap<string, Message>;
  /** Answers that no buyer should get, whatever fails: anything but taken, and come again. */
  readonly strange: readonly string[];
  /** Net revenue of all that was sent, by the rule: a sale with its adjustments, unless it was reversed. Micro-units. */
  revenueMicros(): number;
  /** Sends nothing new. Resolves when everything is acknowledged. */
  stop(): Promise<void>;
}

const UNIT = 1_000_000;
/** Doubled from try to try, up to the last: thousands that knock at once would be another fault than the one under test. */
const RETRY_MS = { first: 100, most: 2_000 };
const TIMEOUT_MS = 10_000;
const CONNECTIONS = 50;
/** Where the machine cannot keep up, nothing new is sent while so many wait: the load must come to an end. */
const MOST_WAITING = 1_000;

/**
 * Buyers' servers at a steady rate, whatever becomes of the answers: each message is sent until it is acknowledged, and one
 * in ten is sent again after that.
 *
 * @param clicks  there are clicks with the keys `<prefix>-0` to `<prefix>-<clicks - 1>`
 */
export function startReportLoad(
  url: string,
  buyer: Buyer,
  { perSecond, clicks, prefix, seed }: { perSecond: number; clicks: number; prefix: string; seed: string },
): ReportLoad {
  const dispatcher = new Agent({ connections: CONNECTIONS, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  const random = createRandom('reports', seed);
  const sent = new Map<string, Message>();
  const acknowledged = new Set<string>();
  const strange: string[] = [];
  const sales: { id: string; netMicros: number; isReversed: boolean }[] = [];
  const sending = new Set<Promise<void>>();
  let isOver = false;

  const compose = (number: number): Message => {
    const key = `${prefix}-${random.between(0, clicks - 1)}`;
    const [id, amount] = [`msg-${number}`, random.between(1, 50_000) / 100];
    const kind = random.next();
    if (kind < 0.1) {
      sales.push({ id, netMicros: Math.round(amount * UNIT), isReversed: false });
      const query = new URLSearchParams({
        transaction_id: key,
        amount: amount.toFixed(2),
        conversion_unique_id: id,
        security_token: buyer.tuneToken,
      });
      return { form: 'tune', id, query: query.toString() };
    }
    return { form: 'webhook', id, event: { event_id: id, ...composeEvent(kind, key, id, amount) } };
  };
  const composeEvent = (kind: number, key: string, id: string, amount: number): Omit<ReportedEvent, 'event_id'> => {
    const money = { amount: amount.toFixed(2), currency: 'USD' };
    const sale = sales[random.between(0, sales.length - 1)];
    if (kind < 0.6 || !sale) return { type: 'lead', utm_content: key };
    if (kind < 0.85) {
      sales.push({ id, netMicros: Math.round(amount * UNIT), isReversed: false });
      return { type: 'sale', utm_content: key, ...money };
    }
    if (kind < 0.95) {
      sale.netMicros += Math.round(amount * UNIT);
      return { type: 'adjustment', refers_to: sale.id, ...money };
    }
    sale.isReversed = true;
    return { type: 'reversal', refers_to: sale.id };
  };

  const ask = async (
    path: string,
    options: { method: 'GET' | 'POST'; body?: string; headers?: Record<string, string> },
  ) => {
    const { statusCode, body } = await request(url + path, { dispatcher, ...options });
    return { status: statusCode, text: await body.text() };
  };
  const post = async (message: Message): Promise<'taken' | 'again' | string> => {
    const { status, text } =
      message.form === 'tune'
        ? await ask(`/aff_lsr?${message.query}`, { method: 'GET' })
        : await ask(buyer.webhookPath, {
            method: 'POST',
            ...signReport(buyer, JSON.stringify(message.event), { webhookId: message.id }),
          });
    const isTaken = message.form === 'webhook' || text === 'success=true;' || text.includes('Duplicate conversion');
    if (status === 200 && isTaken) return 'taken';
    return status === 503 ? 'again' : `${status} ${text}`;
  };
  const deliver = async (message: Message): Promise<void> => {
    for (let waitMs = RETRY_MS.first; ; waitMs = Math.min(2 * waitMs, RETRY_MS.most)) {
      const answer = await post(message).catch(() => 'again'); // no answer: nobody knows whether it was stored
      if (answer === 'taken') break;
      if (answer !== 'again') strange.push(answer);
      await sleep(waitMs);
    }
    acknowledged.add(message.id);
  };

  const startedAt = performance.now();
  const pacing = (async () => {
    for (let number = 0; !isOver; number += 1) {
      while (sending.size >= MOST_WAITING && !isOver) await sleep(RETRY_MS.first);
      const message = compose(number);
      sent.set(message.id, message);
      const repeats = random.chance(0.1);
      const delivery = deliver(message).then(() => (repeats ? deliver(message) : undefined));
      sending.add(delivery);
      void delivery.finally(() => sending.delete(delivery));
      await sleep(Math.max(0, startedAt + ((number + 1) / perSecond) * 1_000 - performance.now()));
    }
  })();

  return {
    acknowledged,
    sent,
    strange,
    revenueMicros: () => sales.reduce((sum, sale) => sum + (sale.isReversed ? 0 : sale.netMicros), 0),
    async stop() {
      isOver = true;
      await pacing;
      await Promise.all(sending);
      await dispatcher.close();
    },
  };
}

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Product } from '../e2e/product.ts';
import { type BuyerAccount, sendReport } from '../scripts/demo/buyer.ts';
import type { AtEnd } from './scope.ts';

/** One report as its buyer saw it. */
interface ReportRecord {
  /** The buyer's own id of the event. */
  readonly eventId: string;
  /** 0 where there was no answer. */
  readonly status: number;
  /** Until the answer. */
  readonly ms: number;
}

export interface ReportClient {
  readonly buyerId: string;
  /** What was sent so far. */
  readonly log: readonly ReportRecord[];
  /** Sends one that was sent before, byte for byte. @returns the answer's status */
  resend(eventId: string): Promise<number>;
  stop(): Promise<void>;
}

export interface ReportTask {
  /** Begins the tokens of the clicks whose leads these are: `<clicks>-0`, `<clicks>-1`, … */
  readonly clicks: string;
  readonly everyMs: number;
  /** The host that the buyer knows: the control plane's own, or a router's, which takes calls while the other is away. */
  readonly host?: 'control-plane' | 'router';
  /** What no page of a database has room for by chance. */
  readonly paddingBytes?: number;
}

/** A buyer that reports leads of a stream of clicks, one after the other, and tries none twice. */
export async function startReports(
  { api, apiUrl, routerUrl }: Product,
  task: ReportTask,
  atEnd: AtEnd,
): Promise<ReportClient> {
  const { buyer, secret } = await api.createBuyer({ body: { name: `Buyer of ${task.clicks}` } });
  const host = task.host === 'router' ? routerUrl : apiUrl;
  const account: BuyerAccount = { webhookUrl: host + new URL(buyer.webhookUrl).pathname, secret };
  const log: ReportRecord[] = [];
  const padding = randomBytes(task.paddingBytes ?? 0).toString('base64');
  const send = async (eventId: string): Promise<number> => {
    const lead = { type: 'lead', event_id: eventId, utm_content: eventId, padding } as const;
    const [status = 0] = await sendReport(account, lead, 'once').catch(() => [0]);
    return status;
  };
  let isOver = false;
  const sending = (async () => {
    for (let number = 0; !isOver; number += 1) {
      const eventId = `${task.clicks}-${number}`;
      const startedAt = performance.now();
      const status = await send(eventId);
      log.push({ eventId, status, ms: performance.now() - startedAt });
      await sleep(task.everyMs);
    }
  })();
  const stop = async () => {
    isOver = true;
    await sending;
  };
  atEnd(stop);
  return { buyerId: buyer.id, log, resend: send, stop };
}

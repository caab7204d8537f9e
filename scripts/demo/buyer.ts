/** The buyer's software: signs what it reports by Standard Webhooks, and posts it. */
import { createHmac } from 'node:crypto';
import type { ReportedEvent } from '@alyson/schema';
import { fetchInTime } from '../lib/fetch-in-time.ts';
import type { Manner } from './plan-reports.ts';

export interface BuyerAccount {
  webhookUrl: string;
  /** `whsec_…` */
  secret: string;
}

const YESTERDAY_S = 86_400;

/**
 * Sends one report in its manner: twice for `resent` and `repeated`.
 *
 * @returns the answers' statuses. @throws Error when there is no answer
 */
export async function sendReport(account: BuyerAccount, event: ReportedEvent, manner: Manner): Promise<number[]> {
  const body = JSON.stringify(event);
  const webhookId = `msg_${event.event_id}`;
  switch (manner) {
    case 'once':
    case 'unknown':
      return [await post(account, webhookId, body)];
    case 'resent':
      return [await post(account, webhookId, body), await post(account, webhookId, body)];
    case 'repeated':
      return [await post(account, webhookId, body), await post(account, `${webhookId}_again`, body)];
    case 'forged':
      return [await post({ ...account, secret: `whsec_${btoa('a secret somebody guessed')}` }, webhookId, body)];
    case 'stale':
      return [await post(account, webhookId, body, YESTERDAY_S)];
    default:
      return manner satisfies never;
  }
}

async function post({ webhookUrl, secret }: BuyerAccount, id: string, body: string, ageSeconds = 0): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const answer = await fetchInTime(webhookUrl, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  });
  await answer.body?.cancel();
  return answer.status;
}

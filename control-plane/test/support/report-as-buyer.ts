import { createHmac } from 'node:crypto';
import type { ReportedEvent } from '@alyson/schema';
import type { TestControlPlane } from './test-control-plane.ts';

/** A buyer as it sees us: an address and a secret. */
export interface TestBuyer {
  id: string;
  path: string;
  secret: string;
}

let made = 0;

export async function addBuyer(plane: TestControlPlane, token?: string): Promise<TestBuyer> {
  made += 1;
  const { buyer, secret } = await plane.client(token).createBuyer({ body: { name: `Buyer ${made}` } });
  return { id: buyer.id, path: new URL(buyer.webhookUrl).pathname, secret };
}

export interface Posting {
  webhookId?: string;
  at?: number;
  secret?: string;
}

/** Posts a body as the buyer would, signed by Standard Webhooks. */
export function post(
  plane: TestControlPlane,
  buyer: TestBuyer,
  body: string | Uint8Array<ArrayBuffer>,
  posting: Posting = {},
): Promise<Response> {
  const signed = signReport(buyer, body, { at: plane.clock.now, ...posting });
  return plane.request(buyer.path, { method: 'POST', ...signed });
}

/** A body with the headers that sign it. */
export function signReport<B extends string | Uint8Array<ArrayBuffer>>(
  buyer: Pick<TestBuyer, 'secret'>,
  body: B,
  { webhookId = nextWebhookId(), at = Date.now(), secret = buyer.secret }: Posting = {},
): { body: B; headers: Record<string, string> } {
  const timestamp = String(Math.floor(at / 1000));
  const hmac = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'));
  const signature = hmac.update(`${webhookId}.${timestamp}.`).update(body).digest('base64');
  const headers = { 'webhook-id': webhookId, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
  return { body, headers };
}

function nextWebhookId(): string {
  made += 1;
  return `msg_${made}`;
}

/** Reports one event and says what became of it. */
export async function report(
  plane: TestControlPlane,
  buyer: TestBuyer,
  event: ReportedEvent,
  posting?: Posting,
): Promise<string> {
  const response = await post(plane, buyer, JSON.stringify(event), posting);
  const answer = (await response.json()) as { outcome?: string; code?: string };
  return answer.outcome ?? answer.code ?? String(response.status);
}

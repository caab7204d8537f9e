import { createExecutionContext, createMessageBatch, getQueueResult, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { CALLBACK_HEADERS, callbackSigningText } from '@alyson/schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import worker from '../src/worker.ts';
import { newIsolate, overriding, send } from './isolate.wk.ts';

/** A call as the control plane gets it: `fetch` is the only thing that is not real here. */
interface ReceivedCall {
  url: string;
  method: string;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
}
let asked: ReceivedCall[];
let answer: (call: ReceivedCall) => Response | Promise<Response>;
/** As in `workerd-variables.ts`, which does not load here. */
const EDGE_TOKEN = 'edge-token-of-this-test';
const take = () => Response.json({ outcome: 'accepted' });
const isAway = () => new Response(null, { status: 503 });

beforeEach(() => {
  asked = [];
  answer = take;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    const call = {
      url: String(input),
      method: request.method,
      headers: request.headers,
      body: new Uint8Array(await request.arrayBuffer()),
    };
    asked.push(call);
    return answer(call);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const SENDER = { 'cf-connecting-ip': '203.0.113.7' };
const webhook = (
  isolate: Cloudflare.Env,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => send(isolate, '/webhooks/endpoint-1?x=a%2fb', { method: 'POST', body, headers: { ...SENDER, ...headers } });

async function isSigned({ method, headers, body }: ReceivedCall): Promise<boolean> {
  const said = (name: keyof typeof CALLBACK_HEADERS) => headers.get(CALLBACK_HEADERS[name]) ?? '';
  const receipt = {
    method,
    target: said('target'),
    sender: said('sender'),
    receivedAt: Number(said('receivedAt')),
    pixelClick: null,
  };
  const hash = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', utf8(EDGE_TOKEN), hash, false, ['verify']);
  const text = callbackSigningText(receipt, Buffer.from(await crypto.subtle.digest('SHA-256', body)).toString('hex'));
  const signature = Uint8Array.from(Buffer.from(said('signature').slice('v1='.length), 'hex'));
  return crypto.subtle.verify('HMAC', key, signature, utf8(text));
}
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('a buyer’s call at the edge', () => {
  test('R26: given a control plane that is there, then it gets the call with the edge’s signed word, and its answer goes back', async () => {
    answer = () => Response.json({ code: 'validation_failed' }, { status: 422 });
    const body = Uint8Array.from([0x7b, 0xff, 0x00, 0x7d]);
    const { response } = await webhook(newIsolate(), body, {
      'webhook-id': 'msg_1',
      cookie: 'a=b',
      'alyson-sender': '1.2.3.4',
    });
    expect([response.status, await response.json()]).toEqual([422, { code: 'validation_failed' }]);
    const [call] = asked;
    if (!call) return expect.fail();
    expect(call).toMatchObject({ url: 'https://control.test/webhooks/endpoint-1?x=a%2fb', method: 'POST', body });
    expect(call.headers.get('alyson-target')).toBe('/webhooks/endpoint-1?x=a%2fb');
    expect(call.headers.get('alyson-sender')).toBe('203.0.113.7');
    expect([call.headers.get('webhook-id'), call.headers.get('cookie')]).toEqual(['msg_1', null]);
    expect(await isSigned(call)).toBe(true);
  });

  test('R26: given one that is away, then the call is answered once the real queue has it, and its consumer delivers it', async () => {
    answer = isAway;
    const before = Date.now();
    const isolate = newIsolate();
    const body = Uint8Array.from([0xff, 0x00, 0x0a]);
    expect((await webhook(isolate, body)).response.status).toBe(202);
    const { response } = await send(isolate, '/aff_lsr?transaction_id=t-1', { headers: SENDER });
    expect([response.status, await response.text()]).toEqual([200, 'success=true;']);
    answer = take;
    asked = [];
    await vi.waitFor(() => expect(asked).toHaveLength(2), { timeout: 10_000, interval: 50 });
    const byTarget = Map.groupBy(asked, ({ headers }) => headers.get('alyson-target'));
    const [kept] = byTarget.get('/webhooks/endpoint-1?x=a%2fb') ?? [];
    const [conversion] = byTarget.get('/aff_lsr?transaction_id=t-1') ?? [];
    if (!kept || !conversion) return expect.fail();
    expect(kept.body).toEqual(body);
    expect(conversion.method).toBe('GET');
    for (const call of [kept, conversion]) {
      expect(await isSigned(call)).toBe(true);
      expect(Number(call.headers.get('alyson-received-at'))).toBeGreaterThanOrEqual(before);
    }
  }, 20_000);

  test('R26: given a queue that refuses too, then 503 with Retry-After, and never a word of acceptance', async () => {
    answer = isAway;
    const refusing = overriding(env.CALLBACKS, { send: () => Promise.reject(new Error('queue is down')) });
    const isolate = newIsolate({ CALLBACKS: refusing });
    const { response } = await webhook(isolate, '{}');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
    const postback = (await send(isolate, '/aff_lsr?transaction_id=t-1')).response;
    expect([postback.status, await postback.text()]).toEqual([503, '']);
  });

  test('R26: given a body larger than a queue takes, then it passes while the control plane is there, else 503', async () => {
    const isolate = newIsolate();
    const large = 'x'.repeat(200_000);
    expect((await webhook(isolate, large)).response.status).toBe(200);
    expect(asked[0]?.body).toHaveLength(200_000);
    answer = isAway;
    expect((await webhook(isolate, large)).response.status).toBe(503);
    expect((await webhook(isolate, 'x'.repeat(1_048_577))).response.status).toBe(413);
  });

  test('R26: given a deployment without its secrets, then a call is to come again, and is sent nowhere else', async () => {
    const isolate = newIsolate({ ALYSON_SHARD_COUNT: 'many' });
    expect((await webhook(isolate, '{}')).response.status).toBe(503);
    expect((await send(isolate, '/aff_lsr?transaction_id=t-1')).response.status).toBe(503);
  });
});

describe('the consumer of calls', () => {
  const aCall = (number: number) => ({
    receivedAt: 1_795_348_800_000 + number,
    sender: null,
    method: 'POST',
    target: `/webhooks/${number}`,
    headers: {},
    bodyBase64: btoa(String(number)),
  });
  async function consume(bodies: unknown[], isolate = newIsolate()) {
    const messages = bodies.map((body, i) => ({ id: String(i), timestamp: new Date(), attempts: 1, body }));
    const batch = createMessageBatch('callbacks', messages);
    const ctx = createExecutionContext();
    await worker.queue(batch, isolate, ctx);
    return getQueueResult(batch, ctx);
  }

  test('R26: given calls, then each is delivered in order and acknowledged', async () => {
    const result = await consume([aCall(1), aCall(2), aCall(3)]);
    expect(result.explicitAcks).toEqual(['0', '1', '2']);
    expect(asked.map(({ headers }) => headers.get('alyson-target'))).toEqual([
      '/webhooks/1',
      '/webhooks/2',
      '/webhooks/3',
    ]);
  });

  test('R26: given a control plane that is away, then it is asked once and all are tried again', async () => {
    answer = isAway;
    const result = await consume([aCall(1), aCall(2)]);
    expect(result.explicitAcks).toEqual([]);
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['0', '1']);
    expect(asked).toHaveLength(1);
  });

  test('R26: given a call that will never be taken, or is none, then it is set aside with the reason, and the rest flows', async () => {
    answer = ({ headers }) =>
      headers.get('alyson-target') === '/webhooks/1'
        ? new Response('{"code":"validation_failed"}', { status: 422 })
        : take();
    const aside: unknown[] = [];
    const queue = overriding(env.CALLBACKS_SET_ASIDE, { send: async (message: unknown) => aside.push(message) });
    const result = await consume([aCall(1), { no: 'call' }, aCall(3)], newIsolate({ CALLBACKS_SET_ASIDE: queue }));
    expect(result.explicitAcks).toEqual(['0', '1', '2']);
    expect(aside).toEqual([
      { message: aCall(1), reason: 'status 422 {"code":"validation_failed"}' },
      { message: { no: 'call' }, reason: 'the message is no call' },
    ]);
  });
});

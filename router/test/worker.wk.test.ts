import { createExecutionContext, createMessageBatch, getQueueResult, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Click } from '@alyson/schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import decisionCases from '../../schema/fixtures/decision-cases.json' with { type: 'json' };
import { describeReleaseStore } from '../src/io/release-source.contract.ts';
import { createKvReleaseStore } from '../src/io/release-source.kv.ts';
import worker from '../src/worker.ts';
import { bundleOf, LINK, newIsolate, overriding, SHARD, send } from './isolate.wk.ts';
import { aBundle } from './sample-bundle.ts';
import { aClick } from './sample-click.ts';
import { signInWorkerd } from './signer.wk.ts';

const publish = async (sequence: number) =>
  env.RELEASES.put(`bundle:${SHARD}`, JSON.stringify(await bundleOf(sequence)));

/** The control plane, as far as the network shows it: `fetch` is the only thing that is not real here. */
let delivered: Click[];
let answerDelivery: (clicks: unknown[]) => Response | Promise<Response>;
const storeAll = (clicks: unknown[]) => Response.json({ stored: clicks.length, duplicates: 0, rejected: [] });

/** The real queue delivers a second later, into whatever test runs then: for clicks whose record is not looked at. */
const forgetful = { CLICKS: overriding(env.CLICKS, { send: async () => {} }) };

beforeEach(() => {
  // A cold click waits by the clock. It stands still, so that no busy machine has it give up before the bundle is read.
  vi.spyOn(Date, 'now').mockReturnValue(Date.now());
  delivered = [];
  answerDelivery = storeAll;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    expect(String(input)).toBe('https://control.test/v1/clicks');
    const { clicks } = JSON.parse(String(init?.body)) as { clicks: unknown[] };
    const answer = await answerDelivery(clicks);
    if (answer.ok) delivered.push(...clicks.map((click) => Click.parse(click)));
    return answer;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

describeReleaseStore('in KV', async () => createKvReleaseStore(env.RELEASES, 4));

describe('a click at the edge', () => {
  test('R11, R12, R23: given a bundle in KV, then a cold isolate redirects by it, and the real queue delivers the click', async () => {
    await publish(1);
    const { status, location, settled } = await send(newIsolate(), `${LINK}&utm_content=a+b%2f%zz`, {
      headers: {
        'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/26.0 Mobile Safari/604.1',
      },
    });
    expect(status).toBe(302);
    expect(location).toMatch(
      /^https:\/\/lp\.example\.com\/[12]\?v=[12]&offer_id=1048&aff_id=3&utm_content=a\+b%2f%zz$/,
    );
    await settled;
    await vi.waitFor(() => expect(delivered).toHaveLength(1), { timeout: 8_000, interval: 50 });
    expect(delivered[0]).toMatchObject({
      utmContent: 'a+b%2f%zz',
      reason: 'split',
      releaseNumber: 1,
      affiliateId: '3',
      deviceClass: 'mobile',
      os: 'iOS',
    });
  });

  const even = decisionCases.cases.filter(
    ({ click }) => click.address === '*/r/even' && /^[!-~]+$/.test(click.joinKey ?? ''),
  );
  test.each(even)('R6: given $given, then workerd agrees with every other place', async ({ click, then }) => {
    await publish(1); // of the same salt and the same table as the case
    const { location } = await send(newIsolate(forgetful), `${LINK}&utm_content=${click.joinKey}`);
    expect(`agt_${new URL(location).pathname.slice(1)}`).toBe(then.agentId);
  });

  test('R3: given a link of a brand’s own host, then a cold isolate finds it too, and on no other host', async () => {
    const bundle = aBundle({
      shard: SHARD,
      shardCount: 2,
      hosts: ['go.brand.example'],
      links: { 'go.brand.example/aff_c/1048': 'exp_a' },
    });
    await env.RELEASES.put(`bundle:${SHARD}`, JSON.stringify(await signInWorkerd(bundle)));
    const on = async (host: string) => (await send(newIsolate(forgetful), LINK, { headers: { host } })).location;
    expect(await on('go.brand.example')).toMatch(/^https:\/\/lp\./);
    expect(await on('go.example')).toBe('/link-not-active');
  });

  test('R4, R18: given HEAD, another method, or no link, then no record', async () => {
    await publish(1);
    const isolate = newIsolate();
    expect((await send(isolate, `${LINK}&utm_content=k`, { method: 'HEAD' })).location).toMatch(/^https:\/\/lp\./);
    expect((await send(isolate, LINK, { method: 'POST' })).status).toBe(405);
    const stray = await send(isolate, '/favicon.ico');
    expect(stray).toMatchObject({ status: 302, location: '/link-not-active' });
    const { response } = await send(isolate, '/healthz');
    expect(await response.json()).toMatchObject({ counters: { answered: 0, strays: 1 } });
  });

  test('R18: given a deployment without its secrets, then people land on a page, never on an error', async () => {
    const isolate = newIsolate({ ALYSON_SHARD_COUNT: 'many' });
    expect(await send(isolate, LINK)).toMatchObject({ status: 302, location: '/link-not-active' });
    expect((await send(isolate, '/link-not-active')).status).toBe(200);
    expect((await send(isolate, '/healthz')).status).toBe(503);
  });
});

describe('the queue’s consumer', () => {
  const textOf = (number: number) => JSON.stringify(aClick(number));
  const messagesOf = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ id: String(i), timestamp: new Date(), attempts: 1, body: textOf(i) }));

  async function consume(messages: Parameters<typeof createMessageBatch>[1], isolate = newIsolate()) {
    const batch = createMessageBatch('clicks', messages);
    const ctx = createExecutionContext();
    await worker.queue(batch, isolate, ctx);
    return getQueueResult(batch, ctx);
  }

  test('R23: given a batch that is stored, then each message is acknowledged', async () => {
    const result = await consume(messagesOf(3));
    expect(result.explicitAcks).toEqual(['0', '1', '2']);
    expect(delivered.map(({ id }) => id)).toEqual([0, 1, 2].map((number) => aClick(number).id));
  });

  test('R23: given messages of the version before, which are objects, then they are stored as well', async () => {
    const result = await consume(messagesOf(2).map((message, i) => ({ ...message, body: aClick(i) })));
    expect(result.explicitAcks).toEqual(['0', '1']);
    expect(delivered).toEqual([aClick(0), aClick(1)]);
  });

  test('R23: given a control plane that is away, then all are tried again', async () => {
    answerDelivery = () => new Response(null, { status: 503 });
    const result = await consume(messagesOf(2));
    expect(result.explicitAcks).toEqual([]);
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['0', '1']);
  });

  test('R23: given a click that is rejected, then it is set aside with the reason, and acknowledged', async () => {
    answerDelivery = () =>
      Response.json({ stored: 1, duplicates: 0, rejected: [{ index: 1, detail: 'not this one' }] });
    const aside: unknown[] = [];
    const queue = overriding(env.SET_ASIDE, { send: async (message: unknown) => aside.push(message) });
    const result = await consume(messagesOf(2), newIsolate({ SET_ASIDE: queue }));
    expect(result.explicitAcks).toEqual(['0', '1']);
    expect(aside).toEqual([{ click: textOf(1), reason: 'not this one' }]);
  });

  test('R23, S6: given a click over which the control plane fails each time, then the 5th try sets it aside, and the others are stored at the first', async () => {
    answerDelivery = (clicks) =>
      JSON.stringify(clicks).includes(aClick(5).id) ? new Response(null, { status: 500 }) : storeAll(clicks);
    const aside: unknown[] = [];
    const isolate = newIsolate({
      SET_ASIDE: overriding(env.SET_ASIDE, { send: async (message: unknown) => aside.push(message) }),
    });
    const first = await consume(messagesOf(8), isolate);
    expect(first.retryMessages.map(({ msgId }) => msgId)).toEqual(['5']);
    expect([delivered.length, aside]).toEqual([7, []]);
    const fifth = await consume(
      messagesOf(8).map((message) => ({ ...message, attempts: 5 })),
      isolate,
    );
    expect(fifth.explicitAcks).toContain('5');
    expect(aside).toEqual([{ click: textOf(5), reason: 'status 500' }]);
  });

  test('R23: given a batch refused whole because of one click, then the others are stored', async () => {
    answerDelivery = (clicks) =>
      JSON.stringify(clicks).includes(aClick(5).id) ? new Response(null, { status: 413 }) : storeAll(clicks);
    const aside: unknown[] = [];
    const queue = overriding(env.SET_ASIDE, { send: async (message: unknown) => aside.push(message) });
    const result = await consume(messagesOf(8), newIsolate({ SET_ASIDE: queue }));
    expect([...result.explicitAcks].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    expect(delivered).toHaveLength(7);
    expect(aside).toHaveLength(1);
  });
});

describe('a click that the queue refuses', () => {
  const refusing = overriding(env.CLICKS, { send: () => Promise.reject(new Error('queue is down')) });

  test('R25: then it goes straight to the control plane', async () => {
    await publish(1);
    const { location, settled } = await send(newIsolate({ CLICKS: refusing }), `${LINK}&utm_content=k`);
    expect(location).toMatch(/^https:\/\/lp\./);
    await settled;
    expect(delivered).toHaveLength(1);
  });

  test('R25: and if that fails too, it is kept for the next click', async () => {
    await publish(1);
    const isolate = newIsolate({ CLICKS: refusing });
    answerDelivery = () => new Response(null, { status: 503 });
    await (await send(isolate, `${LINK}&utm_content=k1`)).settled;
    expect(await (await send(isolate, '/healthz')).response.json()).toMatchObject({ waitingInMemory: 1 });
    answerDelivery = storeAll;
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 5_000);
    await (await send(isolate, `${LINK}&utm_content=k2`)).settled;
    expect(delivered.map(({ utmContent }) => utmContent)).toEqual(['k1', 'k2']);
  });
});

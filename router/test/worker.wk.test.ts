import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
  reset,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Click, shardOf } from '@alyson/schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import decisionCases from '../../schema/fixtures/decision-cases.json' with { type: 'json' };
import { describeReleaseStore } from '../src/io/release-source.contract.ts';
import { createKvReleaseStore } from '../src/io/release-source.kv.ts';
import worker from '../src/worker.ts';
import { aBundle, anAgent, aRelease } from './sample-bundle.ts';
import { aClick } from './sample-click.ts';
import { signInWorkerd } from './signer.wk.ts';

const ADDRESS = '*/aff_c/1048';
const SHARD = shardOf(ADDRESS, 2);
const LINK = '/aff_c?offer_id=1048&aff_id=3';

/** A new object for the bindings is a new isolate, as far as the router's memory goes. */
const newIsolate = (change: Partial<Cloudflare.Env> = {}): Cloudflare.Env => ({ ...env, ...change });

/** A real binding, but for one method. */
const overriding = <T extends object>(binding: T, method: Record<string, unknown>): T =>
  new Proxy(binding, {
    get(target, name) {
      const value: unknown = method[String(name)] ?? Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

const bundleOf = (sequence: number, release = aRelease({ number: sequence })) =>
  signInWorkerd(aBundle({ shard: SHARD, shardCount: 2, sequence, links: { [ADDRESS]: 'exp_a' }, releases: [release] }));
const publish = async (sequence: number) =>
  env.RELEASES.put(`bundle:${SHARD}`, JSON.stringify(await bundleOf(sequence)));

async function send(isolate: Cloudflare.Env, target: string, init: RequestInit = {}) {
  const ctx = createExecutionContext();
  const request = new Request(`https://go.example${target}`, { redirect: 'manual', ...init });
  const response = await worker.fetch(request as Parameters<typeof worker.fetch>[0], isolate, ctx);
  const settled = waitOnExecutionContext(ctx);
  return { status: response.status, location: response.headers.get('location') ?? '', response, settled };
}

/** The control plane, as far as the network shows it: `fetch` is the only thing that is not real here. */
let delivered: Click[];
let answerDelivery: (clicks: unknown[]) => Response | Promise<Response>;
const storeAll = (clicks: unknown[]) => Response.json({ stored: clicks.length, duplicates: 0, rejected: [] });

beforeEach(() => {
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
    const { location } = await send(newIsolate(), `${LINK}&utm_content=${click.joinKey}`);
    expect(`agt_${new URL(location).pathname.slice(1)}`).toBe(then.agentId);
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

  test('R20: given a warm isolate and a new bundle, then one click still goes by the old one, and the next by the new', async () => {
    const pages = (number: number) => ({
      agents: [anAgent(1), anAgent(2)].map((agent) => ({
        ...agent,
        landingUrl: `https://lp.example.com/release-${number}`,
      })),
    });
    const put = async (number: number) =>
      env.RELEASES.put(
        `bundle:${SHARD}`,
        JSON.stringify(await bundleOf(number, aRelease({ number, ...pages(number) }))),
      );
    const follow = async (isolate: Cloudflare.Env) => {
      const { location, settled } = await send(isolate, `${LINK}&utm_content=k`);
      await settled;
      return new URL(location).pathname;
    };
    await put(1);
    const isolate = newIsolate();
    expect(await follow(isolate)).toBe('/release-1');
    await put(2);
    expect(await follow(isolate)).toBe('/release-1');
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 7_000);
    expect(await follow(isolate)).toBe('/release-1');
    expect(await follow(isolate)).toBe('/release-2');
  });

  test('R20: given a KV that hangs, then a cold click waits 150 ms and no more, and lands on the fallback', async () => {
    const hanging = overriding(env.RELEASES, { get: () => new Promise(() => {}) });
    const startedAt = Date.now();
    const { location } = await send(newIsolate({ RELEASES: hanging }), `${LINK}&utm_content=k`);
    expect(location).toBe('/link-not-active');
    expect(Date.now() - startedAt).toBeLessThan(400);
  });

  test('R20: given a KV that fails after a while, then the last good bundle serves on, without limit', async () => {
    await publish(1);
    let fails = false;
    const get = (key: string) => (fails ? Promise.reject(new Error('KV is down')) : env.RELEASES.get(key, 'json'));
    const failing = overriding(env.RELEASES, { get });
    const isolate = newIsolate({ RELEASES: failing });
    await send(isolate, `${LINK}&utm_content=k`);
    fails = true;
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_600_000);
    for (let i = 0; i < 5; i += 1)
      expect((await send(isolate, `${LINK}&utm_content=k`)).location).toMatch(/^https:\/\/lp\./);
  });

  test('R18: given a deployment without its secrets, then people land on a page, never on an error', async () => {
    const isolate = newIsolate({ ALYSON_SHARD_COUNT: 'many' });
    expect(await send(isolate, LINK)).toMatchObject({ status: 302, location: '/link-not-active' });
    expect((await send(isolate, '/link-not-active')).status).toBe(200);
    expect((await send(isolate, '/healthz')).status).toBe(503);
  });
});

describe('a push at the edge', () => {
  const push = async (isolate: Cloudflare.Env, body: unknown) =>
    (await send(isolate, `/edge/bundles/${SHARD}`, { method: 'PUT', body: JSON.stringify(body) })).response;

  test('R21: given a new bundle, then it is in KV before it is confirmed, and other isolates read it there', async () => {
    const response = await push(newIsolate(), await bundleOf(5));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ shards: [{ shard: SHARD, sequence: 5 }] });
    expect((await send(newIsolate(), `${LINK}&utm_content=k`)).location).toMatch(/^https:\/\/lp\./);
  });

  test('R21: given an older one than KV holds, then a cold isolate refuses it too', async () => {
    await publish(5);
    const response = await push(newIsolate(), await bundleOf(4));
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ shards: [{ sequence: 5 }] });
  });

  test('R21: given a bundle somebody changed, then it is refused, and KV keeps the old one', async () => {
    await publish(5);
    const signed = await bundleOf(6);
    const changed = { ...signed, payload: signed.payload.replaceAll('lp.example.com', 'evil.example') };
    const response = await push(newIsolate(), changed);
    expect([response.status, await response.json()]).toEqual([422, { reason: 'bad_signature' }]);
    expect(await env.RELEASES.get(`bundle:${SHARD}`)).not.toContain('evil');
  });

  test('R21: given a bundle in KV that somebody changed, then no isolate believes it', async () => {
    const signed = await bundleOf(6);
    const changed = { ...signed, payload: signed.payload.replaceAll('lp.example.com', 'evil.example') };
    await env.RELEASES.put(`bundle:${SHARD}`, JSON.stringify(changed));
    expect((await send(newIsolate(), `${LINK}&utm_content=k`)).location).toBe('/link-not-active');
  });

  test('R21: given a KV that cannot be written, then the push is not confirmed, and may come again', async () => {
    let fails = true;
    const put = (key: string, value: string) =>
      fails ? Promise.reject(new Error('KV is down')) : env.RELEASES.put(key, value);
    const failing = overriding(env.RELEASES, { put });
    const isolate = newIsolate({ RELEASES: failing });
    const signed = await bundleOf(7);
    expect((await push(isolate, signed)).status).toBe(500);
    fails = false;
    expect((await push(isolate, signed)).status).toBe(200);
  });
});

describe('the queue’s consumer', () => {
  const textOf = (number: number) => JSON.stringify(aClick(number));
  const messagesOf = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ id: String(i), timestamp: new Date(), attempts: 1, body: textOf(i) }));

  async function consume(messages: Parameters<typeof createMessageBatch>[1], isolate = newIsolate()) {
    const batch = createMessageBatch('clicks', messages);
    const ctx = createExecutionContext();
    await worker.queue(batch, isolate);
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

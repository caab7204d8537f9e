import { evictDurableObject, reset, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { EdgeState, LogLine } from '@alyson/schema';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import snapshot from '../snapshot.json' with { type: 'json' };
import { hubOf } from '../src/cached-bundles.ts';
import { describeReleaseStore } from '../src/io/release-source.contract.ts';
import { createSqliteReleaseStore } from '../src/io/release-source.sqlite.ts';
import { bundleOf, doorOf, hubWith, LINK, newIsolate, push, SHARD, send, storeEveryClick } from './isolate.wk.ts';
import { aBundle } from './sample-bundle.ts';
import { signInWorkerd } from './signer.wk.ts';

beforeAll(() => void vi.stubGlobal('fetch', storeEveryClick));
afterEach(async () => {
  vi.restoreAllMocks();
  for (const shard of Object.keys(snapshot)) Reflect.deleteProperty(snapshot, shard);
  await reset();
});

const inKv = () => env.RELEASES.get<{ payload: string }>(`bundle:${SHARD}`, { type: 'json' });
const sequencesOf = async (response: Response) =>
  EdgeState.parse(await response.json()).shards.map(({ shard, sequence }) => ({ shard, sequence }));
const counted = async (isolate: Cloudflare.Env) =>
  (await (await send(isolate, '/healthz')).response.json<{ counters: Record<string, number> }>()).counters;

describeReleaseStore('in SQLite', async () => {
  const object = env.HUB.get(env.HUB.newUniqueId());
  const run = <T>(use: (store: ReturnType<typeof createSqliteReleaseStore>) => Promise<T>) =>
    runInDurableObject(object, (_, { storage }) => use(createSqliteReleaseStore(storage)));
  return {
    load: (shard) => run((store) => store.load(shard)),
    shards: () => run((store) => store.shards()),
    save: (shard, signed) => run((store) => store.save(shard, signed)),
  };
});

describe('a push to the edge', () => {
  test('R21: given a new bundle, then the hub holds it, this isolate obeys it, and others read it', async () => {
    const isolate = newIsolate();
    const response = await push(isolate, await bundleOf(5));
    expect(response.status).toBe(200);
    expect(await sequencesOf(response)).toEqual([{ shard: SHARD, sequence: 5 }]);
    for (const each of [isolate, newIsolate()])
      expect((await send(each, `${LINK}&utm_content=k`)).location).toMatch(/^https:\/\/lp\./);
  });

  test('R21: given the same one again, or an older one, then 409 with what is held, and nothing changes', async () => {
    await push(newIsolate(), await bundleOf(5));
    for (const [sequence, refused] of [
      [5, 0],
      [4, 1],
      [1, 1],
    ] as const) {
      const isolate = newIsolate();
      const response = await push(isolate, await bundleOf(sequence));
      expect(response.status).toBe(409);
      expect(await sequencesOf(response)).toEqual([{ shard: SHARD, sequence: 5 }]);
      expect(await counted(isolate)).toMatchObject({ bundlesRefused: { stale_sequence: refused }, bundlesAccepted: 0 });
    }
  });

  test('R21: given many at once in any order, then the newest is held, whichever came last', async () => {
    const sequences = [3, 9, 1, 7, 10, 2, 8, 10];
    const bundles = await Promise.all(sequences.map((sequence) => bundleOf(sequence)));
    const answers = await Promise.all(bundles.map((bundle) => push(newIsolate(), bundle)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect((await hubOf(env).read(SHARD, 0))?.signed).toEqual(bundles[4]);
    await evictDurableObject(hubOf(env));
    expect((await hubOf(env).read(SHARD, 0))?.sequence).toBe(10);
  });

  test('S4: given a bundle cut off, or changed in any one of 200 places, then 422, counted, and the old one stays', async () => {
    await push(newIsolate(), await bundleOf(5));
    const good = await bundleOf(6);
    const { payload } = good;
    const cut = [0.01, 0.5, 0.99].map((share) => payload.slice(0, Math.floor(payload.length * share)));
    const changed = Array.from({ length: 200 }, (_, i) => {
      const at = Math.floor((i * payload.length) / 200);
      return `${payload.slice(0, at)}${String.fromCharCode(payload.charCodeAt(at) ^ 1)}${payload.slice(at + 1)}`;
    });
    const isolate = newIsolate();
    vi.spyOn(console, 'error').mockReturnValue(); // 203 lines would hide the others
    for (const damaged of [...cut, ...changed]) {
      const response = await push(isolate, { ...good, payload: damaged });
      expect([response.status, await response.json()]).toEqual([422, { reason: 'bad_signature' }]);
    }
    expect(await counted(isolate)).toMatchObject({ bundlesRefused: { bad_signature: 203 }, bundlesAccepted: 0 });
    expect((await hubOf(env).read(SHARD, 0))?.sequence).toBe(5);
    expect((await inKv())?.payload).not.toBe(payload);
  });

  const foreign = { shard: SHARD, shardCount: 2, sequence: 6 };
  test.each([
    { given: 'another environment', reason: 'wrong_environment', bundle: aBundle({ ...foreign, environment: 'live' }) },
    { given: 'another shard', reason: 'wrong_shard', bundle: aBundle({ ...foreign, shard: 1 - SHARD }) },
    { given: 'a newer schema', reason: 'unparseable', bundle: { ...aBundle(foreign), schemaVersion: 99 } },
    {
      given: 'a sequence that is no number',
      reason: 'unparseable',
      bundle: { ...aBundle(foreign), sequence: Number.NaN },
    },
  ])(
    'S4, S5: given a signed bundle of $given, then 422 $reason, with a line in the log',
    async ({ bundle, reason }) => {
      const log = vi.spyOn(console, 'error');
      const response = await push(newIsolate(), await signInWorkerd(bundle));
      expect([response.status, await response.json()]).toEqual([422, { reason }]);
      const lines = log.mock.calls.map(([line]) => LogLine.parse(JSON.parse(String(line))));
      const line = expect.objectContaining({ message: 'bundle refused', fields: { shard: SHARD, reason } });
      expect(lines).toContainEqual(line);
    },
  );

  test('R21: given a hub that cannot be reached, then the push is not confirmed, and may come again', async () => {
    const signed = await bundleOf(5);
    const isolate = newIsolate({ HUB: hubWith({ accept: () => Promise.reject(new Error('down')) }) });
    expect((await push(isolate, signed)).status).toBe(500);
    expect((await push(newIsolate(), signed)).status).toBe(200);
  });
});

describe('the hub', () => {
  test('given it is moved or restarted, then it holds what it held', async () => {
    await push(newIsolate(), await bundleOf(5));
    await evictDurableObject(hubOf(env));
    expect((await hubOf(env).state()).shards).toMatchObject([{ shard: SHARD, sequence: 5 }]);
    expect((await hubOf(env).read(SHARD, 4))?.signed?.payload).toContain('"sequence":5');
  });

  test('R20: given a bundle, then KV has it soon behind', async () => {
    const signed = await bundleOf(5);
    await push(newIsolate(), signed);
    await vi.waitFor(async () => expect(await inKv()).toEqual(signed), { timeout: 5_000 });
  });

  test('R20: given a KV that cannot be written, then the push is confirmed all the same, and KV has it later', async () => {
    const failing = vi.spyOn(env.RELEASES, 'put').mockRejectedValue(new Error('KV is down'));
    await push(newIsolate(), await bundleOf(5));
    expect((await push(newIsolate(), await bundleOf(6))).status).toBe(200);
    await vi.waitFor(() => expect(failing).toHaveBeenCalled(), { timeout: 5_000 });
    expect(await inKv()).toBeNull();
    failing.mockRestore();
    await evictDurableObject(hubOf(env));
    expect(await runDurableObjectAlarm(hubOf(env))).toBe(true);
    expect((await inKv())?.payload).toContain('"sequence":6');
    expect(await runDurableObjectAlarm(hubOf(env))).toBe(false);
  });

  test('R19: given a deploy that ships a newer bundle, then it holds that one, and refuses what is older', async () => {
    await push(newIsolate(), await bundleOf(5));
    Object.assign(snapshot, { [SHARD]: await bundleOf(8) });
    await evictDurableObject(hubOf(env));
    expect((await push(newIsolate(), await bundleOf(7))).status).toBe(409);
    expect((await hubOf(env).read(SHARD, 0))?.sequence).toBe(8);
    expect((await push(newIsolate(), await bundleOf(9))).status).toBe(200);
  });

  test('R22: given another isolate, then GET /edge/state says what the hub holds, and what that one does', async () => {
    await push(newIsolate(), await bundleOf(5));
    const authorization = 'Bearer edge-token-of-this-test';
    const isolate = newIsolate();
    const read = async () => (await send(isolate, '/edge/state', { headers: { authorization } })).response.json();
    expect(await read()).toMatchObject({ shards: [{ sequence: 5 }], releases: { exp_a: 5 }, isolate: [] });
    await send(isolate, `${LINK}&utm_content=k`);
    expect(await read()).toMatchObject({ shards: [{ sequence: 5 }], isolate: [{ shard: SHARD, sequence: 5 }] });
    expect((await send(isolate, '/edge/state')).status).toBe(401);
  });
});

describe('the door of the hub', () => {
  const URL_OF_BUNDLE = `https://hub/${SHARD}`;
  const ask = (held?: string) =>
    exports.CachedBundles.fetch(URL_OF_BUNDLE, held ? { headers: { 'if-none-match': held } } : {});

  test('R20: given a bundle, then it may be kept for 2 s, has its sequence as tag, and is not sent twice', async () => {
    await push(newIsolate(), await bundleOf(5));
    const answer = await ask();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'public, max-age=2, stale-if-error=30',
      'cache-tag': `bundle-${SHARD}`,
      etag: '"5"',
    });
    expect(await answer.json()).toEqual(await bundleOf(5));
    expect((await ask('"5"')).status).toBe(304);
    expect((await ask('"4"')).status).toBe(200);
  });

  test('given no bundle, then 404, for 2 s too; and a hub that fails or hangs, then 503, for no time', async () => {
    const none = await ask();
    expect([none.status, none.headers.get('cache-control')]).toEqual([404, 'public, max-age=2, stale-if-error=30']);
    const down = await doorOf(hubWith({ read: () => Promise.reject(new Error('down')) })).fetch(URL_OF_BUNDLE);
    expect([down.status, down.headers.get('cache-control')]).toEqual([503, 'no-store']);
    const startedAt = Date.now();
    const hanging = await doorOf(hubWith({ read: () => new Promise(() => {}) })).fetch(URL_OF_BUNDLE);
    expect(hanging.status).toBe(503);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(750);
  });

  test('given a runtime without such a cache, then there is nothing to invalidate', async () => {
    await expect(exports.CachedBundles.invalidate(SHARD)).resolves.toBeUndefined();
  });
});

describe('while a release key is rotated', () => {
  const pushed = async (isolate: Cloudflare.Env, sequence: number, keyId: string) =>
    (await push(isolate, await bundleOf(sequence, undefined, keyId))).status;

  test('S18: given both keys, then bundles of either are accepted, and a click is never refused one', async () => {
    const isolate = newIsolate();
    expect(await pushed(isolate, 5, 'key-1')).toBe(200);
    expect(await pushed(isolate, 6, 'key-2')).toBe(200);
    expect(await pushed(isolate, 7, 'key-1')).toBe(200);
    expect((await send(newIsolate(), `${LINK}&utm_content=k`)).location).toMatch(/^https:\/\/lp\./);
  });

  test('S18: given the old key is gone, then an isolate refuses what it signed, and takes what the new one signs', async () => {
    await pushed(newIsolate(), 5, 'key-1');
    const { 'key-2': newKey } = JSON.parse(env.ALYSON_RELEASE_PUBLIC_KEYS) as Record<string, string>;
    const isolate = newIsolate({ ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ 'key-2': newKey }) });
    expect((await send(isolate, `${LINK}&utm_content=k`)).location).toBe('/link-not-active');
    expect(await pushed(isolate, 6, 'key-2')).toBe(200);
    expect((await send(isolate, `${LINK}&utm_content=k`)).location).toMatch(/^https:\/\/lp\./);
  });
});

import { reset } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import snapshot from '../snapshot.json' with { type: 'json' };
import {
  bundleOf,
  changingDoor,
  type Door,
  doorOf,
  hubWith,
  LINK,
  newIsolate,
  overriding,
  push,
  SHARD,
  send,
  storeEveryClick,
} from './isolate.wk.ts';
import { createLocationCache } from './location-cache.wk.ts';
import { anAgent, aRelease } from './sample-bundle.ts';

/** A release whose every page says its number. */
const release = (number: number, change: Parameters<typeof aRelease>[0] = {}) => {
  const landingUrl = `https://lp.example.com/${number}`;
  return aRelease({ number, agents: [anAgent(1, { landingUrl }), anAgent(2, { landingUrl })], ...change });
};
const publish = async (number: number, change: Parameters<typeof aRelease>[0] = {}) =>
  push(newIsolate(), await bundleOf(number, release(number, change)));
const writeToKv = async (number: number) =>
  env.RELEASES.put(`bundle:${SHARD}`, JSON.stringify(await bundleOf(number, release(number))));

const broken = () => Promise.reject(new Error('down'));
const never = () => new Promise<never>(() => {});
const hubIsDown = () => doorOf(hubWith({ read: broken }));
const kvIsDown = () => overriding(env.RELEASES, { get: broken });

/** One click. @returns the number of the release it went by, or the address of a fallback */
async function click(isolate: Cloudflare.Env, door?: Door): Promise<string> {
  const { status, location, settled } = await send(isolate, `${LINK}&utm_content=k`, {}, door);
  expect(status).toBe(302);
  await settled;
  return /^https:\/\/lp\.example\.com\/(\w+)/.exec(location)?.[1] ?? location;
}

let clock: number;
const wait = (ms: number) => {
  clock += ms;
};

beforeAll(() => void vi.stubGlobal('fetch', storeEveryClick));
beforeEach(() => {
  // Real time goes on, for what waits; on top of it comes what these tests skip.
  clock = 0;
  const real = Date.now.bind(Date);
  vi.spyOn(Date, 'now').mockImplementation(() => real() + clock);
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const shard of Object.keys(snapshot)) Reflect.deleteProperty(snapshot, shard);
  await reset();
});

describe('a change reaches an isolate with traffic', () => {
  test('R22: given the cache and the isolate looked just before, then it is in force 4.7 s later, at worst', async () => {
    for (let chance = 0; chance <= 1; chance += 0.5) {
      vi.spyOn(Math, 'random').mockReturnValue(chance); // the least jitter, none, the most
      const first = 1 + chance * 20;
      const cache = createLocationCache(exports.CachedBundles);
      const isolate = newIsolate();
      await publish(first);
      expect(await click(isolate, cache)).toBe(String(first));
      await publish(first + 1);
      const changedAt = clock;
      while ((await click(isolate, cache)) !== String(first + 1) && clock < changedAt + 10_000) wait(50);
      // Of the 4.7 s, 0.3 s are for the way to the hub; here it takes none.
      expect(clock - changedAt).toBeLessThanOrEqual(4_400 + 50);
    }
  });

  test('R20: given a look is due, then that click still goes by the old bundle, and the next one by the new', async () => {
    await publish(1);
    const isolate = newIsolate();
    expect(await click(isolate)).toBe('1');
    await publish(2);
    expect(await click(isolate)).toBe('1');
    wait(2_400);
    expect(await click(isolate)).toBe('1');
    expect(await click(isolate)).toBe('2');
  });

  test('R20: given thirty isolates at one location and clicks all the time, then the hub is asked once in 2 s', async () => {
    await publish(1);
    const asked = vi.fn(exports.CachedBundles.fetch.bind(exports.CachedBundles));
    const cache = createLocationCache({ fetch: asked });
    const isolates = Array.from({ length: 30 }, () => newIsolate());
    for (let ms = 0; ms < 10_000; ms += 500) {
      for (const isolate of isolates) expect(await click(isolate, cache)).toBe('1');
      wait(500);
    }
    expect(asked.mock.calls.length).toBeLessThanOrEqual(1 + 10 / 2 + 1);
  });
});

describe('a cold isolate', () => {
  test('R20: given a hub that is down, then its first click goes by KV', async () => {
    await writeToKv(3);
    expect(await click(newIsolate(), hubIsDown())).toBe('3');
  });

  test('R20: given hub and KV are down, then its first click goes by the snapshot that was shipped', async () => {
    Object.assign(snapshot, { [SHARD]: await bundleOf(2, release(2)) });
    expect(await click(newIsolate({ RELEASES: kvIsDown() }), hubIsDown())).toBe('2');
  });

  test('R20: given nothing was shipped either, then it goes to the fallback, and to its page once the hub is back', async () => {
    await publish(3);
    const isolate = newIsolate({ RELEASES: kvIsDown() });
    const door = changingDoor(hubIsDown());
    expect(await click(isolate, door)).toBe('/link-not-active');
    door.becomes(exports.CachedBundles);
    wait(2_400);
    expect(await click(isolate, door)).toBe('/link-not-active');
    expect(await click(isolate, door)).toBe('3');
  });

  test('S1, R20: given hub and KV hang, then its first clicks wait 150 ms, all together, and the next not at all', async () => {
    Object.assign(snapshot, { [SHARD]: await bundleOf(2, release(2)) });
    const isolate = newIsolate({ RELEASES: overriding(env.RELEASES, { get: never }) });
    const hanging = doorOf(hubWith({ read: never }));
    const timed = async () => {
      const startedAt = performance.now();
      const { location } = await send(isolate, `${LINK}&utm_content=k`, {}, hanging);
      expect(location).toMatch(/^https:\/\/lp\.example\.com\/2/);
      return performance.now() - startedAt;
    };
    const waits = await Promise.all([timed(), timed(), timed()]);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(140);
    // Far from what a busy machine adds, and from what a hub that hangs would: 800 ms (S1 holds it to 300 in `npm run soak`).
    expect(Math.max(...waits)).toBeLessThan(700);
    expect(await timed()).toBeLessThan(140);
  });

  test('R19: given hub and KV hold older bundles than the snapshot, then both are refused', async () => {
    await publish(1);
    await writeToKv(1);
    Object.assign(snapshot, { [SHARD]: await bundleOf(2, release(2)) });
    const isolate = newIsolate();
    expect(await click(isolate)).toBe('2');
    wait(2_400);
    await click(isolate);
    expect(await click(isolate)).toBe('2');
  });
});

describe('a warm isolate', () => {
  let door: ReturnType<typeof changingDoor>;
  beforeEach(() => {
    door = changingDoor(exports.CachedBundles);
  });

  test('S1, R20: given hub and KV are down for an hour, then it serves on, waits for nothing, and reads KV once in 5 s', async () => {
    await publish(1);
    const get = vi.fn(broken);
    const isolate = newIsolate({ RELEASES: overriding(env.RELEASES, { get }) });
    expect(await click(isolate, door)).toBe('1');
    door.becomes(hubIsDown());
    get.mockClear();
    for (let second = 0; second < 3_600; second += 4) {
      wait(4_000);
      expect(await click(isolate, door)).toBe('1');
    }
    expect(get.mock.calls.length).toBeLessThanOrEqual(3_600 / 5);
    expect(get.mock.calls.length).toBeGreaterThan(3_600 / 10);
  }, 30_000);

  test('S5: given an old bundle comes by any way, then it is refused, and the sequence in force never falls', async () => {
    await publish(9);
    const isolate = newIsolate();
    expect(await click(isolate, door)).toBe('9');
    await writeToKv(8);
    door.becomes(hubIsDown());
    wait(6_000);
    await click(isolate, door);
    door.becomes(doorOf(hubWith({ read: async () => ({ sequence: 99, signed: await bundleOf(7, release(7)) }) })));
    wait(6_000);
    await click(isolate, door);
    expect(await click(isolate, door)).toBe('9');
    const { response } = await send(isolate, '/healthz');
    expect(await response.json()).toMatchObject({
      counters: { bundlesAccepted: 1, bundlesRefused: { stale_sequence: 2 } },
    });
  });

  test('S23: given the hub’s answer is garbled, then it is refused, and the next good one is believed', async () => {
    await publish(1);
    const isolate = newIsolate();
    expect(await click(isolate, door)).toBe('1');
    const good = await bundleOf(2, release(2));
    const garbled = { ...good, payload: good.payload.replace('/2"', '/3"') };
    for (const [signed, then] of [
      [garbled, '1'],
      [good, '2'],
    ] as const) {
      door.becomes(doorOf(hubWith({ read: async () => ({ sequence: 2, signed }) })));
      wait(2_400);
      await click(isolate, door);
      expect(await click(isolate, door)).toBe(then);
    }
  });
});

describe('a pause', () => {
  const SLOWEST_KV_MS = 90_000; // 60 s from place to place, 30 s for which a location keeps what it has read

  test.each([
    { given: 'a click every second', every: 1_000 },
    { given: 'a click every 29 s', every: 29_000 },
    { given: 'a click every 31 s', every: 31_000 },
    { given: 'a click every 10 minutes', every: 600_000 },
  ])(
    'R22: given $given, a hub that is down and the slowest KV, then it is in force within 120 s',
    async ({ every }) => {
      await publish(1);
      const running = JSON.stringify(await bundleOf(1, release(1)));
      const paused = JSON.stringify(await bundleOf(2, release(2, { state: 'paused' })));
      const get = async () => JSON.parse(clock < SLOWEST_KV_MS ? running : paused);
      const isolate = newIsolate({ RELEASES: overriding(env.RELEASES, { get }) });
      const door = changingDoor(exports.CachedBundles);
      expect(await click(isolate, door)).toBe('1');
      door.becomes(hubIsDown());
      // Paused now; the first click after it comes at any moment.
      for (wait(every / 3); clock < 120_000; wait(every)) await click(isolate, door);
      expect(await click(isolate, door)).toBe('fallback');
    },
  );
});

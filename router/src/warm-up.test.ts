import { shardOf } from '@alyson/schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBundle, aRelease } from '../test/sample-bundle.ts';
import { createSigner } from '../test/signed-bundle.ts';
import { createCounters, totalOf } from './counters.ts';
import { createBundledReleaseSource } from './io/release-source.bundled.ts';
import type { ReleaseSource } from './io/release-source.ts';
import { createReleaseMemory } from './release-memory.ts';
import { createWarmUp } from './warm-up.ts';

const ADDRESS = '*/r/a';
const SHARD = shardOf(ADDRESS, 4);
const signer = createSigner();
const bundle = (sequence: number) =>
  signer.sign(aBundle({ shard: SHARD, shardCount: 4, sequence, releases: [aRelease({ number: sequence })] }));

type Load = ReleaseSource['load'];
/** Verifying takes real time, which false timers do not wait for. */
const hangs: Load = () => new Promise<never>(() => {});
const fails: Load = () => Promise.reject(new Error('down'));
const hasNone: Load = async () => null;
const holds =
  (sequence: number): Load =>
  async () =>
    bundle(sequence);

interface Sources {
  readonly hub: Load;
  readonly store?: Load;
  readonly snapshot?: Record<string, unknown>;
}

function createParts(sources: Sources) {
  const counters = createCounters();
  const log = vi.fn();
  const keys = new Map([[signer.keyId, signer.raw]]);
  const memory = createReleaseMemory({ edge: 'edge', environment: 'test', keys, now: Date.now, counters, log });
  const hub = { load: vi.fn(sources.hub), shards: async () => [SHARD] };
  const store = { load: vi.fn(sources.store ?? hasNone), shards: async () => [SHARD] };
  const shipped = createBundledReleaseSource(sources.snapshot ?? {});
  const warmUp = createWarmUp({ memory, hub, store, shipped, shardCount: 4, now: Date.now, log });
  const kept: Promise<unknown>[] = [];
  const keep = (work: Promise<unknown>) => void kept.push(work);
  return {
    click: () => warmUp.forClick(ADDRESS, keep),
    stray: () => warmUp.forClick(null, keep),
    number: () => memory.links()?.get(ADDRESS)?.release?.number,
    settled: () => Promise.all(kept),
    hub: hub.load,
    store: store.load,
    counters,
    log,
  };
}

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

// Time goes on only where a test says so: a busy machine changes nothing.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

describe('a cold isolate', () => {
  test('R20: given many first clicks at once, then all wait for one look, and none is decided without it', async () => {
    const { click, number, hub } = createParts({ hub: holds(3) });
    const waits = [click(), click(), click()];
    expect(waits.every((wait) => wait !== null)).toBe(true);
    await Promise.all(waits);
    expect(number()).toBe(3);
    expect(hub).toHaveBeenCalledTimes(1);
  });

  test('R21: given hub and store hold the same bundle, then it is accepted once, and nothing is refused', async () => {
    const { click, counters, settled } = createParts({ hub: holds(3), store: holds(3) });
    await click();
    await settled();
    expect(counters).toMatchObject({ bundlesAccepted: 1, bundlesRefused: createCounters().bundlesRefused });
  });

  test('R20: given a hub that hangs and a store that answers, then clicks go by the store and wait no longer', async () => {
    const { click, number } = createParts({ hub: hangs, store: holds(2) });
    await click();
    expect(number()).toBe(2);
  });

  test('R20: given sources that hang, then clicks wait 150 ms together, and the next ones not at all', async () => {
    const { click, number, hub, store } = createParts({ hub: hangs, store: hangs, snapshot: { [SHARD]: bundle(2) } });
    const over = vi.fn();
    const waits = Promise.all([click(), click()]).then(over);
    later(149);
    await expect.poll(number).toBe(2); // not vi.waitFor, which lets false time go on
    expect(over).not.toHaveBeenCalled();
    later(1);
    await waits;
    expect(click()).toBeNull();
    expect([hub.mock.calls.length, store.mock.calls.length]).toEqual([1, 1]);
  });

  test('R19: given sources that hold older bundles than the snapshot, then they are refused', async () => {
    const { click, number, counters, settled } = createParts({
      hub: holds(1),
      store: holds(1),
      snapshot: { [SHARD]: bundle(2) },
    });
    await click();
    await settled();
    expect(number()).toBe(2);
    expect(counters.bundlesRefused.stale_sequence).toBeGreaterThan(0);
  });

  test('given a path that is no link, then nothing is read', () => {
    const { stray, hub, store } = createParts({ hub: hangs });
    expect(stray()).toBeNull();
    expect([hub.mock.calls.length, store.mock.calls.length]).toEqual([0, 0]);
  });
});

describe('a warm isolate', () => {
  test('R20: given clicks all the time, then one look in 2 s ± 20 %, of the hub alone, and none waits', async () => {
    const { click, hub, store, settled } = createParts({ hub: holds(3) });
    await click();
    await settled();
    for (let ms = 0; ms < 60_000; ms += 100) {
      later(100);
      expect(click()).toBeNull();
    }
    await settled();
    expect(hub.mock.calls.length).toBeGreaterThanOrEqual(60_000 / 2_500);
    expect(hub.mock.calls.length).toBeLessThanOrEqual(1 + 60_000 / 1_600);
    expect(store).toHaveBeenCalledTimes(1);
  });

  test('R20: given a look that never ends, then the next click after its time looks anew', async () => {
    const { click, hub, settled } = createParts({ hub: holds(3) });
    await click();
    await settled();
    hub.mockImplementation(hangs);
    later(2_400);
    expect(click()).toBeNull();
    later(1_000);
    expect(click()).toBeNull();
    expect(hub).toHaveBeenCalledTimes(2);
    later(1_400);
    expect(click()).toBeNull();
    expect(hub).toHaveBeenCalledTimes(3);
  });

  test('R20, S1: given an hour without hub and store, then the bundle serves on, nobody waits, and the store is read once in 5 s', async () => {
    const { click, number, hub, store, settled } = createParts({ hub: holds(3) });
    await click();
    await settled();
    hub.mockImplementation(fails);
    store.mockImplementation(fails);
    store.mockClear();
    for (let second = 0; second < 3_600; second += 1) {
      later(1_000);
      expect(click()).toBeNull();
      await settled();
    }
    expect(number()).toBe(3);
    expect(store.mock.calls.length).toBeLessThanOrEqual(3_600 / 5 + 1);
    expect(store.mock.calls.length).toBeGreaterThan(3_600 / 10);
  });

  test('R20: given a hub that fails and a store with a newer bundle, then the store is believed', async () => {
    const { click, number, hub, store, settled } = createParts({ hub: holds(3) });
    await click();
    await settled();
    hub.mockImplementation(fails);
    store.mockImplementation(holds(4));
    later(5_000);
    expect(click()).toBeNull();
    await settled();
    expect(number()).toBe(4);
  });

  test('R22: given 30 s without a click, then the next one waits for a look, and goes by what it finds', async () => {
    const { click, number, hub, settled } = createParts({ hub: holds(3) });
    await click();
    await settled();
    hub.mockImplementation(holds(4));
    later(31_000);
    await click();
    expect(number()).toBe(4);
  });

  test('S23: given a bundle damaged on its way, then it is refused, counted and logged, and a good copy is believed', async () => {
    const good = bundle(4);
    const damaged = { ...good, payload: good.payload.replace('lp.example.com', 'lp.exbmple.com') };
    const { click, number, hub, counters, log, settled } = createParts({ hub: holds(3) });
    await click();
    await settled();
    hub.mockImplementation(async () => damaged);
    later(2_400);
    expect(click()).toBeNull();
    await settled();
    expect(number()).toBe(3);
    expect(totalOf(counters.bundlesRefused)).toBe(1);
    expect(log).toHaveBeenCalledWith('warn', 'bundle refused', { shard: SHARD, reason: 'bad_signature' });
    hub.mockImplementation(async () => good);
    later(2_400);
    expect(click()).toBeNull();
    await settled();
    expect(number()).toBe(4);
  });
});

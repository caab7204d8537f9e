import { shardOf } from '@alyson/schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aBundle, aRelease } from '../test/sample-bundle.ts';
import { createSigner } from '../test/signed-bundle.ts';
import { createCounters } from './counters.ts';
import { createBundledReleaseSource } from './io/release-source.bundled.ts';
import type { ReleaseSource } from './io/release-source.ts';
import { createReleaseMemory } from './release-memory.ts';
import { createWarmUp } from './warm-up.ts';

const ADDRESS = '*/r/a';
const SHARD = shardOf(ADDRESS, 4);
const signer = createSigner();
const bundle = (sequence: number) =>
  signer.sign(aBundle({ shard: SHARD, shardCount: 4, sequence, releases: [aRelease({ number: sequence })] }));

function createParts(load: ReleaseSource['load'], snapshot: Record<string, unknown> = {}) {
  const memory = createReleaseMemory({
    edge: 'edge',
    environment: 'test',
    keys: new Map([[signer.keyId, signer.raw]]),
    now: Date.now,
    counters: createCounters(),
    log: () => {},
  });
  const source = { load: vi.fn(load), shards: async () => [SHARD] };
  const shipped = createBundledReleaseSource(snapshot);
  const warmUp = createWarmUp({ memory, source, shipped, shardCount: 4, now: Date.now, log: () => {} });
  const kept: Promise<unknown>[] = [];
  const click = () => warmUp.forClick(ADDRESS, (work) => kept.push(work));
  const stray = () => warmUp.forClick(null, (work) => kept.push(work));
  const number = () => memory.links()?.get(ADDRESS)?.release?.number;
  return { click, stray, number, source, settled: () => Promise.all(kept) };
}

/** Verifying takes real time, which false timers do not wait for. */
const never = () => new Promise<never>(() => {});

describe('a cold isolate', () => {
  test('R20: given many first clicks at once, then all wait for one read, and none is decided without it', async () => {
    const { click, number, source } = createParts(async () => bundle(3));
    const waits = [click(), click(), click()];
    expect(waits.every((wait) => wait !== null)).toBe(true);
    await Promise.all(waits);
    expect(number()).toBe(3);
    expect(source.load).toHaveBeenCalledTimes(1);
  });

  test('R20: given a source that hangs, then clicks wait 150 ms together, and the next ones not at all', async () => {
    const { click, source } = createParts(never);
    const startedAt = performance.now();
    await Promise.all([click(), click()]);
    expect(performance.now() - startedAt).toBeLessThan(400);
    expect(click()).toBeNull();
    expect(source.load).toHaveBeenCalledTimes(1);
  });

  test('R20: given a source that hangs and a snapshot, then the snapshot', async () => {
    const { click, number } = createParts(never, { [SHARD]: bundle(2) });
    await click();
    expect(number()).toBe(2);
  });

  test('R19: given a source that holds an older bundle than the snapshot, then it is refused', async () => {
    const { click, number } = createParts(async () => bundle(1), { [SHARD]: bundle(2) });
    await click();
    expect(number()).toBe(2);
  });

  test('given a path that is no link, then nothing is read', () => {
    const { stray, source } = createParts(never);
    expect(stray()).toBeNull();
    expect(source.load).not.toHaveBeenCalled();
  });
});

describe('a warm isolate', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  test('R20: given clicks within seconds of a read, then none reads again; later one does, and none waits', async () => {
    const { click, source, settled } = createParts(async () => bundle(3));
    await click();
    for (let i = 0; i < 10; i += 1) expect(click()).toBeNull();
    expect(source.load).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 7_000);
    for (let i = 0; i < 10; i += 1) expect(click()).toBeNull();
    await settled();
    expect(source.load).toHaveBeenCalledTimes(2);
  });

  test('R20: given a source that fails from now on, then the bundle serves on, and is looked for every few seconds', async () => {
    let fails = false;
    const { click, number, source, settled } = createParts(async () =>
      fails ? Promise.reject(new Error('down')) : bundle(3),
    );
    await click();
    fails = true;
    for (let minute = 0; minute < 60; minute += 1) {
      vi.setSystemTime(Date.now() + 60_000);
      expect(click()).toBeNull();
    }
    await settled();
    expect(number()).toBe(3);
    expect(source.load).toHaveBeenCalledTimes(61);
  });
});

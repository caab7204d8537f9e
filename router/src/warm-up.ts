import { shardOf } from '@alyson/schema';
import type { ReleaseSource } from './io/release-source.ts';
import type { Log } from './log.ts';
import type { ReleaseMemory } from './release-memory.ts';

/** How old the last look at the store may be before a click has it looked at again, behind its back. */
const FRESH_MS = 5_000;
/** The longest a click of a cold isolate waits. */
const COLD_WAIT_MS = 150;
const COLD_POLL_MS = 5;

export interface WarmUpOptions {
  readonly memory: ReleaseMemory;
  /** Where newer bundles come from. */
  readonly source: ReleaseSource;
  /** What was shipped with the deploy: nothing older is believed. */
  readonly shipped: ReleaseSource;
  readonly shardCount: number;
  readonly now: () => number;
  readonly log: Log;
}

/** Keeps work alive after the answer, as `ctx.waitUntil` does. */
type KeepAlive = (work: Promise<unknown>) => void;

export interface WarmUp {
  /**
   * Makes sure that the shard of an address is in memory, at any age: what is stale is used and refreshed behind the
   * click (R20). Only the first click of a cold isolate waits, and not for long.
   *
   * @returns null where there is nothing to wait for
   */
  forClick(address: string | null, keepAlive: KeepAlive): Promise<void> | null;
  /** Looks at every shard now. */
  everything(): Promise<void>;
}

export function createWarmUp({ memory, source, shipped, shardCount, now, log }: WarmUpOptions): WarmUp {
  /** By shard. Times and texts only: on Workers one request must not wait for another's input and output. */
  const lookAgainAt = new Map<number, number>();
  const startsUntil = new Map<number, number>();
  const lastSeen = new Map<number, string>();

  const take = async (shard: number, from: ReleaseSource) => {
    const signed = await from.load(shard);
    const signature = signatureOf(signed);
    if (signature === null || lastSeen.get(shard) === signature) return;
    lastSeen.set(shard, signature);
    await memory.accept(shard, signed);
  };

  const refresh = async (shard: number) => {
    lookAgainAt.set(shard, now() + jitter(FRESH_MS));
    await take(shard, source).catch((error: unknown) =>
      log('warn', 'bundle could not be read', { shard, fault: error instanceof Error ? error.message : 'unknown' }),
    );
  };

  const isCold = (shard: number) => memory.sequenceOf(shard) === 0;

  const start = async (shard: number, keepAlive: KeepAlive) => {
    startsUntil.set(shard, now() + COLD_WAIT_MS);
    await take(shard, shipped);
    const refreshed = refresh(shard);
    keepAlive(refreshed);
    await Promise.race([refreshed, sleep(COLD_WAIT_MS)]);
  };

  /** Another click of this isolate has asked: wait for what it gets, as long as it waits. */
  const waitForStart = async (shard: number, until: number) => {
    while (isCold(shard) && now() < until) await sleep(COLD_POLL_MS);
  };

  return {
    forClick(address, keepAlive) {
      if (address === null) return null;
      const shard = shardOf(address, shardCount);
      const until = startsUntil.get(shard) ?? 0;
      if (isCold(shard) && now() < until) return waitForStart(shard, until);
      if (now() < (lookAgainAt.get(shard) ?? 0)) return null;
      if (isCold(shard)) return start(shard, keepAlive);
      keepAlive(refresh(shard));
      return null;
    },
    async everything() {
      const shards = Array.from({ length: shardCount }, (_, shard) => shard);
      await Promise.all(shards.map(refresh));
    },
  };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const signatureOf = (signed: unknown): string | null =>
  typeof signed === 'object' && signed !== null && 'signature' in signed ? String(signed.signature) : null;

/** Spread by a fifth either way, so that isolates that began together do not read together. */
const jitter = (ms: number): number => ms * (0.8 + 0.4 * Math.random());

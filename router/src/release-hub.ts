import { DurableObject } from 'cloudflare:workers';
import { type EdgeState, messageOf, SignedBundle } from '@alyson/schema';
import snapshot from '../snapshot.json' with { type: 'json' };
import { createCounters } from './counters.ts';
import { readWorkerConfig } from './env.ts';
import { createBundledReleaseSource } from './io/release-source.bundled.ts';
import { createKvReleaseStore } from './io/release-source.kv.ts';
import { createSqliteReleaseStore } from './io/release-source.sqlite.ts';
import type { ReleaseStore } from './io/release-source.ts';
import { logToConsole as log } from './log.ts';
import { type Acceptance, createReleaseMemory, type ReleaseMemory } from './release-memory.ts';

/** KV takes one write a second for each key. */
const KV_AGAIN_MS = 1_100;
const KV_RETRY_MS = 5_000;
/** The platform allows five calls a minute. The others are made good by the two seconds for which a cache keeps a bundle. */
const INVALIDATE_AGAIN_MS = 12_000;
/** Names the shards whose newest bundle KV does not have yet. */
const BEHIND = 'kv-is-behind:';

/** What the hub says of one shard. */
interface HubBundle {
  readonly sequence: number;
  /** Null where it is no newer than what the asker holds. */
  readonly signed: SignedBundle | null;
}

/**
 * The truth at the edge, in one place for the whole world. Takes a bundle only if it is verified and newer, has it on disk
 * before that is confirmed, and carries it to KV behind that, until KV has it: isolates go by KV when this cannot be
 * reached.
 */
export class ReleaseHub extends DurableObject<Env> {
  readonly #memory: ReleaseMemory;
  readonly #disk: ReleaseStore;
  readonly #kv: ReleaseStore;
  /** The bundles in force, as they came. */
  readonly #bundles = new Map<number, SignedBundle>();
  #kvWrittenAt = 0;
  #invalidatedAt = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { edge, environment, releaseKeys: keys, shardCount } = readWorkerConfig({ ...env });
    this.#memory = createReleaseMemory({ edge, environment, keys, now: Date.now, counters: createCounters(), log });
    this.#disk = createSqliteReleaseStore(ctx.storage);
    this.#kv = createKvReleaseStore(env.RELEASES, shardCount);
    void ctx.blockConcurrencyWhile(() => this.#restore());
  }

  /**
   * One bundle at a time. A fault while it is written resets this object, so that its memory is never ahead of its disk.
   *
   * @param signed  verified here: whoever brings it is not believed
   */
  accept(shard: number, signed: unknown): Promise<Acceptance> {
    return this.ctx.blockConcurrencyWhile(async () => {
      const acceptance = await this.#install(shard, signed);
      if (acceptance.ok) await this.#keep(shard, SignedBundle.parse(signed));
      return acceptance;
    });
  }

  /** @param held  the sequence the asker has already @returns null where the hub has no bundle */
  read(shard: number, held: number): HubBundle | null {
    const signed = this.#bundles.get(shard);
    if (signed === undefined) return null;
    const sequence = this.#memory.sequenceOf(shard);
    return { sequence, signed: sequence > held ? signed : null };
  }

  state(): EdgeState {
    return this.#memory.state();
  }

  /** Brings KV up to date: whatever happened to the request that brought the bundle, or to this object since. */
  override async alarm(): Promise<void> {
    const { kv } = this.ctx.storage;
    let failed = false;
    for (const [mark] of [...kv.list({ prefix: BEHIND })]) {
      const shard = Number(mark.slice(BEHIND.length));
      const signed = this.#bundles.get(shard);
      this.#kvWrittenAt = Date.now();
      try {
        if (signed !== undefined) await this.#kv.save(shard, signed);
        // Another may have come meanwhile.
        if (this.#bundles.get(shard) === signed) kv.delete(mark);
      } catch (error) {
        failed = true;
        log('error', 'KV could not be written', { shard, fault: messageOf(error) });
      }
    }
    if (failed) await this.ctx.storage.setAlarm(Date.now() + KV_RETRY_MS);
  }

  async #restore(): Promise<void> {
    // What is older than what was shipped with the deploy is not believed here either (R19).
    for (const source of [createBundledReleaseSource(snapshot), this.#disk])
      for (const shard of await source.shards()) await this.#install(shard, await source.load(shard));
  }

  async #install(shard: number, signed: unknown): Promise<Acceptance> {
    const acceptance = await this.#memory.accept(shard, signed);
    if (acceptance.ok) this.#bundles.set(shard, SignedBundle.parse(signed));
    return acceptance;
  }

  async #keep(shard: number, signed: SignedBundle): Promise<void> {
    await this.#disk.save(shard, signed);
    this.ctx.storage.kv.put(`${BEHIND}${shard}`, true);
    await this.ctx.storage.setAlarm(Math.max(Date.now(), this.#kvWrittenAt + KV_AGAIN_MS));
    if (Date.now() < this.#invalidatedAt + INVALIDATE_AGAIN_MS) return;
    this.#invalidatedAt = Date.now();
    this.ctx.waitUntil(this.ctx.exports.CachedBundles.invalidate(shard));
  }
}

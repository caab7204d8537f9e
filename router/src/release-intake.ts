import { SignedBundle } from '@alyson/schema';
import type { ReleaseSource, ReleaseStore } from './io/release-source.ts';
import type { Log } from './log.ts';
import type { Acceptance, ReleaseMemory } from './release-memory.ts';

/** Takes a bundle that came from outside: into memory, and into the store. */
export type AcceptBundle = (shard: number, signed: unknown) => Promise<Acceptance>;

/**
 * Puts what a source holds in force; each bundle is verified as if it had just come. One that cannot be read costs only
 * itself.
 */
export async function restoreReleases(memory: ReleaseMemory, source: ReleaseSource, log: Log): Promise<void> {
  for (const shard of await source.shards()) {
    try {
      const signed = await source.load(shard);
      if (signed !== null) await memory.accept(shard, signed);
    } catch (error) {
      log('error', 'stored bundle could not be read', { shard, fault: messageOf(error) });
    }
  }
}

/**
 * One process, with a store of its own. An accepted bundle is in force even if it cannot be kept: the control plane sends
 * it again after a restart.
 */
export function createOwnIntake(memory: ReleaseMemory, store: ReleaseStore, log: Log): AcceptBundle {
  let saved: Promise<void> = Promise.resolve();
  return async (shard, signed) => {
    const acceptance = await memory.accept(shard, signed);
    if (!acceptance.ok) return acceptance;
    // One after the other, or the older of two could be the last one written.
    saved = saved
      .then(() => store.save(shard, SignedBundle.parse(signed)))
      .catch((error: unknown) => log('error', 'bundle could not be kept', { shard, fault: messageOf(error) }));
    await saved;
    return acceptance;
  };
}

/**
 * Many isolates behind one store, which is what they all read. A bundle is judged against the store, and is accepted only
 * once it is kept there.
 *
 * @param judge  an empty memory for each bundle
 * @throws what the store throws: the push is then not confirmed, and comes again
 */
export const createSharedIntake =
  (memory: ReleaseMemory, judge: () => ReleaseMemory, store: ReleaseStore): AcceptBundle =>
  async (shard, signed) => {
    const judging = judge();
    const stored = await store.load(shard);
    if (stored !== null) await judging.accept(shard, stored);
    const acceptance = await judging.accept(shard, signed);
    if (!acceptance.ok) return acceptance;
    await store.save(shard, SignedBundle.parse(signed));
    await memory.accept(shard, signed);
    return acceptance;
  };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');

import { messageOf, SignedBundle } from '@alyson/schema';
import type { Counters } from './counters.ts';
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
 * Many isolates behind one hub, which alone decides and keeps. This isolate obeys an accepted bundle at once; the others
 * see it when they next look.
 *
 * @throws what the hub throws when it cannot be reached: the push is then not confirmed, and comes again
 */
export const createHubIntake =
  (hub: AcceptBundle, memory: ReleaseMemory, counters: Counters): AcceptBundle =>
  async (shard, signed) => {
    const acceptance = await hub(shard, signed);
    if (acceptance.ok) await memory.accept(shard, signed);
    else if (acceptance.reason !== 'already_held') counters.bundlesRefused[acceptance.reason] += 1;
    return acceptance;
  };

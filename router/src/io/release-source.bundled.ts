import type { ReleaseSource } from './release-source.ts';

/**
 * The bundles that were shipped with the deploy, by shard: what a cold start falls back to when nothing else can be
 * reached. May be empty.
 */
export const createBundledReleaseSource = (snapshot: Readonly<Record<string, unknown>>): ReleaseSource => ({
  load: async (shard) => (Object.hasOwn(snapshot, shard) ? snapshot[shard] : null),
  shards: async () => Object.keys(snapshot).map(Number),
});

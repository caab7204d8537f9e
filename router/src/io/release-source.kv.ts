import { within } from '../within.ts';
import type { ReleaseStore } from './release-source.ts';

/** The least that Workers KV allows: how long a location may go on serving what it has read. */
const CACHE_SECONDS = 30;
const READ_WITHIN_MS = 250;

/** Bundles in Workers KV, one key per shard: the copy behind the hub, which every location can read without it. */
export function createKvReleaseStore(kv: KVNamespace, shardCount: number): ReleaseStore {
  const keyOf = (shard: number) => `bundle:${shard}`;
  return {
    load: (shard) => within(READ_WITHIN_MS, kv.get<unknown>(keyOf(shard), { type: 'json', cacheTtl: CACHE_SECONDS })),
    shards: async () => Array.from({ length: shardCount }, (_, shard) => shard),
    save: (shard, signed) => kv.put(keyOf(shard), JSON.stringify(signed)),
  };
}

import { entityTag, sequenceIn } from '../entity-tag.ts';
import type { ReleaseSource } from './release-source.ts';

/** Less than the time between two looks, so that there is never more than one under way. */
const ANSWER_WITHIN_MS = 1_000;

export interface HubSourceOptions {
  /** The hub's bundles, as HTTP: in front of it may be the cache of this location. */
  readonly bundles: { fetch(url: string, init: RequestInit): Promise<Response> };
  /** Of the bundle in force: what is no newer is not sent again. */
  readonly sequenceOf: (shard: number) => number;
  readonly shardCount: number;
}

/** Bundles as the hub has them, through the cache of this location: `load` gives null where there is none newer. */
export const createHubReleaseSource = ({ bundles, sequenceOf, shardCount }: HubSourceOptions): ReleaseSource => ({
  async load(shard) {
    const held = sequenceOf(shard);
    const answer = await bundles.fetch(`https://hub/${shard}`, {
      headers: { 'if-none-match': entityTag(held) },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    // A cache may be behind what this isolate has already seen elsewhere.
    const isNewer = answer.status === 200 && sequenceIn(answer.headers.get('etag')) > held;
    if (isNewer) return answer.json();
    await answer.body?.cancel();
    if (answer.status >= 500) throw new Error(`the hub answered ${answer.status}`);
    return null;
  },
  shards: async () => Array.from({ length: shardCount }, (_, shard) => shard),
});

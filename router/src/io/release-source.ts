import type { SignedBundle } from '@alyson/schema';

/** Where signed bundles come from. What comes out is never trusted: whoever loads it verifies it. */
export interface ReleaseSource {
  /** Null where there is none. Rejects when the source cannot be read. */
  load(shard: number): Promise<unknown>;
  /** The shards there are. */
  shards(): Promise<readonly number[]>;
}

export interface ReleaseStore extends ReleaseSource {
  save(shard: number, signed: SignedBundle): Promise<void>;
}

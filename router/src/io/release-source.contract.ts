import type { SignedBundle } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import type { ReleaseStore } from './release-source.ts';

const signed = (payload: string): SignedBundle => ({ keyId: 'key-1', payload, signature: 'c2lnbmF0dXJl' });

/** What every store of bundles promises. @param create  an empty store, which knows shard 3 at the most */
export function describeReleaseStore(name: string, create: () => Promise<ReleaseStore>): void {
  describe(`the release store ${name}`, () => {
    test('R19: given nothing kept, then it says so', async () => {
      const store = await create();
      expect(await store.load(3)).toBeNull();
    });

    test('R19: given a bundle kept, then it comes back byte for byte, and its shard is listed', async () => {
      const store = await create();
      await store.save(3, signed('{"é": "🏡\\u0000"}\n'));
      expect(await store.load(3)).toEqual(signed('{"é": "🏡\\u0000"}\n'));
      expect(await store.shards()).toContain(3);
      expect(await store.load(2)).toBeNull();
    });

    test('R21: given a newer one kept, then the old one is gone', async () => {
      const store = await create();
      await store.save(3, signed('a longer, older text'));
      await store.save(3, signed('new'));
      expect(await store.load(3)).toEqual(signed('new'));
    });

    test('R19: given a bundle of 3 MB, then it comes back whole', async () => {
      const store = await create();
      const large = signed('x'.repeat(3_000_000));
      await store.save(0, large);
      expect(await store.load(0)).toEqual(large);
    });
  });
}

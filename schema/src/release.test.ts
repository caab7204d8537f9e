import { describe, expect, test } from 'vitest';
import { BucketTable, shardOf } from './release.ts';

describe('shardOf (R19)', () => {
  // Landon Curt Noll's FNV-1a test vectors for 32 bits; modulo 2³² the shard is the hash itself.
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['b', 0xe70c2de5],
    ['foobar', 0xbf9cf968],
  ])('given "%s", then its hash is FNV-1a', (address, hash) => expect(shardOf(address, 2 ** 32)).toBe(hash));

  test('given many links, then shards are filled evenly (chi-square, p > 0.001)', () => {
    const shards = Array.from({ length: 16 }, () => 0);
    for (let offer = 1; offer <= 16_000; offer += 1) {
      const shard = shardOf(`*/aff_c/${offer}`, 16);
      shards[shard] = (shards[shard] ?? 0) + 1;
    }
    const chiSquare = shards.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(37.7);
  });

  test('R3: given the same path on any host, then one shard, for a cold edge knows no hosts', () =>
    expect(shardOf('go.brand.com/aff_c/1048', 2 ** 32)).toBe(shardOf('*/aff_c/1048', 2 ** 32)));

  test('given one shard, then everything is in it', () => expect(shardOf('*/r/solar', 1)).toBe(0));
});

describe('BucketTable (R6)', () => {
  test.each([
    { given: 'one owner of everything', table: { ends: [10_000], owners: [0] } },
    { given: 'an owner with two runs', table: { ends: [2500, 5000, 10_000], owners: [0, 1, 0] } },
  ])('given $given, then it is a table', ({ table }) => expect(BucketTable.parse(table)).toEqual(table));

  test.each([
    { given: 'no bucket', table: { ends: [], owners: [] } },
    { given: 'an end short of 10 000', table: { ends: [9999], owners: [0] } },
    { given: 'an end beyond 10 000', table: { ends: [10_001], owners: [0] } },
    { given: 'ends that fall', table: { ends: [5000, 4000, 10_000], owners: [0, 1, 0] } },
    { given: 'an empty run', table: { ends: [5000, 5000, 10_000], owners: [0, 1, 0] } },
    { given: 'an end without owner', table: { ends: [5000, 10_000], owners: [0] } },
    { given: 'half a basis point', table: { ends: [4999.5, 10_000], owners: [0, 1] } },
  ])('given $given, then it is none', ({ table }) => expect(BucketTable.safeParse(table).success).toBe(false));
});

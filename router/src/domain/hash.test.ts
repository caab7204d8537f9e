import { describe, expect, test } from 'vitest';
import vectors from '../../../schema/fixtures/hash-vectors.json' with { type: 'json' };
import { bucketOf, hashOfRound } from './bucket-table.ts';
import { hash32 } from './hash.ts';

describe('hash32', () => {
  test.each(vectors.murmur3)(
    'R6: given the public vector "$text" with seed $seed, then $hash',
    ({ text, seed, hash }) => expect(hash32(text, seed)).toBe(hash),
  );
});

describe('bucketOf', () => {
  test.each(vectors.buckets)('R6: given unit "$unit", salt $salt, round $round, then bucket $bucket', (vector) => {
    expect(hashOfRound(vector.salt, vector.unit, vector.round)).toBe(vector.hash);
    expect(bucketOf(vector.salt, vector.unit, vector.round)).toBe(vector.bucket);
  });
});

import { describe, expect, test } from 'vitest';
import vectors from '../../schema/fixtures/hash-vectors.json' with { type: 'json' };
import { bucketOf } from '../src/domain/bucket-table.ts';
import { hash32 } from '../src/domain/hash.ts';

describe('R6: workerd agrees with Node and SQL to the bit', () => {
  test.each(vectors.murmur3)('given the public vector "$text" with seed $seed, then $hash', ({ text, seed, hash }) =>
    expect(hash32(text, seed)).toBe(hash),
  );

  test.each(vectors.buckets)('given unit "$unit", salt $salt, round $round, then bucket $bucket', (vector) =>
    expect(bucketOf(vector.salt, vector.unit, vector.round)).toBe(vector.bucket),
  );
});

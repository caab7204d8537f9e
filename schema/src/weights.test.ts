import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apportion, roundToBasisPoints, sumOfWeights } from './weights.ts';

const anyShares = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e12, noNaN: true })), { minLength: 1, maxLength: 62 })
  .filter((shares) => shares.some((share) => share > 1e-3));

describe('apportion (W5)', () => {
  test('given any shares, then the parts are whole and sum to exactly the total', () =>
    fc.assert(
      fc.property(anyShares, fc.integer({ min: 1, max: 10_000 }), (shares, total) => {
        const parts = apportion(shares, total);
        expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
        expect(sumOfWeights(parts)).toBe(total);
      }),
    ));

  test('given any shares, then no part is a whole basis point away from its share', () =>
    fc.assert(
      fc.property(anyShares, (shares) => {
        const sum = sumOfWeights(shares);
        for (const [i, part] of roundToBasisPoints(shares).entries())
          expect(Math.abs(part - ((shares[i] ?? 0) / sum) * 10_000)).toBeLessThan(1);
      }),
    ));

  test('given parts that are whole already, then they stay as they are, whatever floats make of them', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 50 }), (weights) => {
        expect(apportion(weights, sumOfWeights(weights))).toEqual(weights);
      }),
    ));

  test.each([
    { given: 'thirds', shares: [1, 1, 1], parts: [3334, 3333, 3333] },
    { given: 'sevenths', shares: [3, 2, 2], parts: [4286, 2857, 2857] },
    { given: 'one alone', shares: [0.2], parts: [10_000] },
    { given: 'a share of nothing', shares: [0, 5], parts: [0, 10_000] },
    { given: 'a share too small to count', shares: [1e-9, 1], parts: [0, 10_000] },
  ])(
    'given $given, then $parts: what is left goes to the largest remainder, on a tie to the earlier',
    ({ shares, parts }) => expect(roundToBasisPoints(shares)).toEqual(parts),
  );

  test.each([
    { given: 'none', shares: [] },
    { given: 'only zeros', shares: [0, 0] },
    { given: 'one below 0', shares: [2, -1] },
    { given: 'one that is no number', shares: [1, Number.NaN] },
    { given: 'one without end', shares: [1, Number.POSITIVE_INFINITY] },
  ])('given $given, then it is refused', ({ shares }) => expect(() => roundToBasisPoints(shares)).toThrow(RangeError));
});

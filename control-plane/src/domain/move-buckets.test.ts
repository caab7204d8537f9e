import { BucketTable, roundToBasisPoints, TOTAL_BASIS_POINTS } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { initialTable, moveBuckets } from './move-buckets.ts';

/** The owner of each of the 10 000 buckets. */
function buckets({ ends, owners }: BucketTable): number[] {
  return ends.flatMap((end, i) => Array<number>(end - (ends[i - 1] ?? 0)).fill(owners[i] ?? -1));
}

const weightsOf = (table: BucketTable, count: number): number[] => {
  const weights = Array<number>(count).fill(0);
  for (const owner of buckets(table)) weights[owner] = (weights[owner] ?? 0) + 1;
  return weights;
};

const halfTheChanges = (before: readonly number[], after: readonly number[]): number =>
  before.reduce((sum, weight, i) => sum + Math.abs(weight - (after[i] ?? 0)), 0) / 2;

const anyWeights = (count: number) =>
  fc
    .array(fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: fc.nat(1000) }), {
      minLength: count,
      maxLength: count,
    })
    .filter((shares) => shares.some((share) => share > 0))
    .map(roundToBasisPoints);

/** Splits of the same agents, one after another. */
const anyHistory = fc
  .integer({ min: 1, max: 50 })
  .chain((count) => fc.array(anyWeights(count), { minLength: 2, maxLength: 6 }));

const forEveryStep = (
  history: number[][],
  check: (before: BucketTable, after: BucketTable, weights: number[]) => void,
) => {
  const [first = [], ...rest] = history;
  let table = initialTable(first);
  for (const weights of rest) {
    const moved = moveBuckets(table, weights);
    check(table, moved, weights);
    table = moved;
  }
};

describe('R6: the buckets that move', () => {
  test('given any history of splits, then the table holds exactly the newest weights and is one the router accepts', () =>
    fc.assert(
      fc.property(anyHistory, (history) =>
        forEveryStep(history, (_, after, weights) => {
          expect(weightsOf(after, weights.length)).toEqual(weights);
          expect(BucketTable.safeParse(after).success).toBe(true);
        }),
      ),
    ));

  test('given any change, then exactly half the sum of the absolute changes move, from losers to gainers only', () =>
    fc.assert(
      fc.property(anyHistory, (history) =>
        forEveryStep(history, (before, after, weights) => {
          const old = weightsOf(before, weights.length);
          const [from, to] = [buckets(before), buckets(after)];
          const moved = from.flatMap((owner, bucket) =>
            owner === to[bucket] ? [] : [[owner, to[bucket] ?? -1] as const],
          );
          expect(moved).toHaveLength(halfTheChanges(old, weights));
          const isRight = ([loser, gainer]: readonly [number, number]) =>
            (weights[loser] ?? 0) < (old[loser] ?? 0) && (weights[gainer] ?? 0) > (old[gainer] ?? 0);
          expect(moved.filter((pair) => !isRight(pair))).toEqual([]);
        }),
      ),
    ));

  test('given the same weights again, then the table stays as it is', () =>
    fc.assert(
      fc.property(anyHistory, (history) =>
        forEveryStep(history, (_, after, weights) => expect(moveBuckets(after, weights)).toEqual(after)),
      ),
    ));

  test.each([2, 3, 5, 10, 50])('given 1 000 changes among %i agents, then the table is still a short list', (count) => {
    const changes = fc.sample(anyWeights(count), { numRuns: 1000, seed: 7 });
    let table = initialTable(roundToBasisPoints(Array<number>(count).fill(1)));
    let longest = 0;
    for (const weights of changes) {
      table = moveBuckets(table, weights);
      longest = Math.max(longest, table.ends.length);
    }
    expect(longest).toBeLessThanOrEqual(count * 4);
  });

  test.each([3, 10, 50])('given 1 000 small steps among %i agents, then the table is still a short list', (count) => {
    const steps = fc.sample(fc.array(fc.integer({ min: 85, max: 115 }), { minLength: count, maxLength: count }), {
      numRuns: 1000,
      seed: 7,
    });
    let weights = roundToBasisPoints(Array<number>(count).fill(1));
    let table = initialTable(weights);
    let longest = 0;
    for (const step of steps) {
      weights = roundToBasisPoints(weights.map((weight, i) => weight * (step[i] ?? 100) + 500));
      table = moveBuckets(table, weights);
      longest = Math.max(longest, table.ends.length);
    }
    expect(longest).toBeLessThanOrEqual(count * 6);
  });
});

test('given two agents, then a change only ever moves the cut point', () => {
  const table = initialTable([5000, 5000]);
  expect(moveBuckets(table, [6500, 3500])).toEqual({ ends: [6500, TOTAL_BASIS_POINTS], owners: [0, 1] });
  expect(moveBuckets(table, [0, 10_000])).toEqual({ ends: [TOTAL_BASIS_POINTS], owners: [1] });
});

test.each([[[9999, 0]], [[5000, 5001]], [[]]])(
  'given weights %j that do not sum to 10 000, then it refuses',
  (weights) => {
    expect(() => initialTable(weights)).toThrow(RangeError);
    expect(() => moveBuckets({ ends: [10_000], owners: [0] }, weights)).toThrow(RangeError);
  },
);

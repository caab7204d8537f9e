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

/** Splits, one after another. Agents join at the end and never leave the list: one that is removed has weight 0. */
const anyHistory = fc
  .array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 6 })
  .chain((counts) => fc.tuple(...counts.toSorted((a, b) => a - b).map(anyWeights)));

const SEEDED = { seed: 6, numRuns: 200 };

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
      SEEDED,
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
      SEEDED,
    ));

  test('given the same weights again, then the table stays as it is', () =>
    fc.assert(
      fc.property(anyHistory, (history) =>
        forEveryStep(history, (_, after, weights) => expect(moveBuckets(after, weights)).toEqual(after)),
      ),
      SEEDED,
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
    const step = (weight: number, { turn }: Step) => weight * (85 + (turn % 31)) + 500;
    expect(longestOf(count, step)).toBeLessThanOrEqual(count * 6);
  });

  // Where any agent has given to any other, each pair needs a place at which the two meet: from there on it grows no more.
  test.each([3, 10, 20])(
    'given 1 000 steps that each favour one of %i agents, then no more than each pair needs',
    (count) => {
      const step = (weight: number, { isFavoured }: Step) =>
        Math.max(10, isFavoured ? weight * 1.3 + 50 : weight * 0.97);
      expect(longestOf(count, step)).toBeLessThanOrEqual(count * 10 + count ** 2 / 2);
    },
  );

  test.each([3, 10, 50])(
    'given %i agents that go and come back 1 000 times, then the table is still a short list',
    (count) => {
      const step = (weight: number, { turn, isFavoured }: Step) =>
        isFavoured || turn % 10 > 0 ? weight + (turn % 100) + 1 : weight === 0 ? 500 : 0;
      expect(longestOf(count, step)).toBeLessThanOrEqual(count * 10);
    },
  );
});

/** What one change brings for one agent. */
interface Step {
  /** By chance, 0 … 999. */
  readonly turn: number;
  /** Of each change there is one. */
  readonly isFavoured: boolean;
}

/** How long the table becomes at most in 1 000 changes from an even split. @param step  an agent's share out of its weight */
function longestOf(count: number, step: (weight: number, step: Step) => number): number {
  const turns = fc.array(fc.nat(999), { minLength: count, maxLength: count });
  const changes = fc.sample(fc.tuple(turns, fc.nat(count - 1)), { numRuns: 1000, seed: 7 });
  let weights = roundToBasisPoints(Array<number>(count).fill(1));
  let table = initialTable(weights);
  let longest = 0;
  for (const [turn, favoured] of changes) {
    const shares = weights.map((weight, i) => step(weight, { turn: turn[i] ?? 0, isFavoured: i === favoured }));
    weights = roundToBasisPoints(shares);
    table = moveBuckets(table, weights);
    longest = Math.max(longest, table.ends.length);
  }
  return longest;
}

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

import { describe, expect, test } from 'vitest';
import { bucketOf, chooseOwner, compileTable, survivorsOf } from './bucket-table.ts';

const UNITS = 10_000_000;
const FEW_MINUTES = 240_000;

/** As TUNE counts its transaction ids up: what differs is a few characters in the middle of many that are the same. */
const unitOf = (i: number): string => `102${i.toString(16).padStart(9, '0')}b47bc69c699f4546`;

/**
 * The value that 99.99 % of samples stay below which follow the shares, by the approximation of Wilson and Hilferty. The
 * units are always the same, so what passes once passes always.
 */
function limitOf(degreesOfFreedom: number): number {
  const share = 2 / (9 * degreesOfFreedom);
  return degreesOfFreedom * (1 - share + 3.719 * Math.sqrt(share)) ** 3;
}

/** Over all that can be met at all. */
function chiSquareOf(counts: readonly number[], weights: readonly number[]): { statistic: number; limit: number } {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sumOfWeights = weights.reduce((sum, weight) => sum + weight, 0);
  let statistic = 0;
  for (const [i, weight] of weights.entries()) {
    const wanted = (total * weight) / sumOfWeights;
    if (wanted > 0) statistic += ((counts[i] ?? 0) - wanted) ** 2 / wanted;
  }
  return { statistic, limit: limitOf(weights.filter((weight) => weight > 0).length - 1) };
}

const countOne = (counts: number[], index: number) => {
  counts[index] = (counts[index] ?? 0) + 1;
};

const inRuns = (weights: readonly number[]) => {
  const owners = weights.flatMap((weight, owner) => (weight > 0 ? [owner] : []));
  let end = 0;
  return { owners, ends: owners.map((owner) => (end += weights[owner] ?? 0)) };
};

/** As a table is after many changes: each agent's buckets in five places. */
const scattered = (agentCount: number) => {
  const pieces = agentCount * 5;
  return {
    ends: Array.from({ length: pieces }, (_, i) => ((i + 1) * 10_000) / pieces),
    owners: Array.from({ length: pieces }, (_, i) => (i * 7) % agentCount),
  };
};

const splits = [
  { given: 'two even agents', agents: 2, table: inRuns([5_000, 5_000]), off: [] },
  { given: 'four agents and one of weight 0', agents: 5, table: inRuns([4_000, 3_000, 0, 2_000, 1_000]), off: [] },
  { given: 'a giant and two dwarfs', agents: 3, table: inRuns([9_990, 9, 1]), off: [] },
  { given: 'fifty agents scattered over the table', agents: 50, table: scattered(50), off: [] },
  { given: 'the greatest of four agents off (R8)', agents: 4, table: inRuns([4_000, 3_000, 2_000, 1_000]), off: [0] },
  // One unit in six finds nobody in 17 rounds here: the last resort must be as fair.
  { given: 'all but two small ones off (R8)', agents: 3, table: inRuns([9_000, 500, 500]), off: [0] },
];

describe('R7: ten million units', () => {
  test.each(splits)(
    'given $given, then realised shares match weights',
    ({ agents, table, off }) => {
      const compiled = compileTable(table, agents);
      const candidates = Array.from({ length: agents }, (_, i) => ({ isEligible: !off.includes(i) }));
      const survivors = survivorsOf(compiled, candidates);
      const counts = new Array<number>(agents).fill(0);
      for (let i = 0; i < UNITS; i += 1) {
        const choice = chooseOwner(compiled, 0x5eed, unitOf(i), candidates, survivors);
        countOne(counts, choice < 0 ? ~choice : choice);
      }
      const weights = compiled.weights.map((weight, i) => (candidates[i]?.isEligible ? weight : 0));
      const { statistic, limit } = chiSquareOf(counts, weights);
      expect(statistic).toBeLessThan(limit);
      expect(counts.filter((_, i) => weights[i] === 0).every((count) => count === 0)).toBe(true);
    },
    FEW_MINUTES,
  );

  test(
    'given no split at all, then each of the 10 000 buckets is met as often as any other',
    () => {
      const counts = new Array<number>(10_000).fill(0);
      for (let i = 0; i < UNITS; i += 1) countOne(counts, bucketOf(1, unitOf(i)));
      const { statistic, limit } = chiSquareOf(counts, new Array<number>(10_000).fill(1));
      expect(statistic).toBeLessThan(limit);
    },
    FEW_MINUTES,
  );
});

describe('R6: two experiments', () => {
  test('given the same million units, then who gets which page in one says nothing of the other', () => {
    const joint = new Array<number>(100).fill(0);
    for (let i = 0; i < 1_000_000; i += 1) {
      const [one, other] = [bucketOf(7, unitOf(i)), bucketOf(8, unitOf(i))];
      countOne(joint, Math.trunc(one / 1_000) * 10 + Math.trunc(other / 1_000));
    }
    const { statistic, limit } = chiSquareOf(joint, new Array<number>(100).fill(1));
    expect(statistic).toBeLessThan(limit);
  });

  test('R8: given the same million units, then neither does one round of the next', () => {
    const joint = new Array<number>(100).fill(0);
    for (let i = 0; i < 1_000_000; i += 1) {
      const [first, second] = [bucketOf(7, unitOf(i)), bucketOf(7, unitOf(i), 1)];
      countOne(joint, Math.trunc(first / 1_000) * 10 + Math.trunc(second / 1_000));
    }
    const { statistic, limit } = chiSquareOf(joint, new Array<number>(100).fill(1));
    expect(statistic).toBeLessThan(limit);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseOwner, compileTable, ownerOf } from './bucket-table.ts';

const candidates = (count: number, isEligible: (index: number) => boolean = () => true) =>
  Array.from({ length: count }, (_, index) => ({ isEligible: isEligible(index) }));

/** The index, whether or not the first owner was passed over. */
const indexOf = (choice: number): number => (choice < 0 ? ~choice : choice);

/** 99.99 % of samples that follow the shares stay below this, for 1, 2 … 4 degrees of freedom. */
const CHI_SQUARE_LIMITS = [15.14, 18.42, 21.11, 23.51];

const countOne = (counts: number[], index: number) => {
  counts[index] = (counts[index] ?? 0) + 1;
};

const anyTable = fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 60 }).chain((cuts) => {
  const ends = [...cuts.sort((a, b) => a - b), 10_000];
  const owners = fc.array(fc.nat({ max: 4 }), { minLength: ends.length, maxLength: ends.length });
  return owners.map((owners) => ({ ends, owners }));
});

describe('ownerOf', () => {
  test('R6: given any table, then every bucket has the owner of the first cut point above it', () =>
    fc.assert(
      fc.property(anyTable, fc.nat({ max: 9_999 }), (table, bucket) => {
        const owner = table.owners[table.ends.findIndex((end) => bucket < end)];
        expect(ownerOf(compileTable(table, 5), bucket)).toBe(owner);
      }),
    ));

  test('R7: given any table, then the buckets counted are the weights', () => {
    const table = compileTable({ ends: [1, 2500, 2501, 9_000, 10_000], owners: [0, 1, 0, 2, 1] }, 4);
    const counted = [0, 0, 0, 0];
    for (let bucket = 0; bucket < 10_000; bucket += 1) countOne(counted, ownerOf(table, bucket));
    expect(counted).toEqual([2, 3499, 6499, 0]);
    expect(table.weights).toEqual(counted);
  });
});

describe('chooseOwner', () => {
  const table = compileTable({ ends: [100, 1_000, 4_000, 10_000], owners: [0, 1, 2, 3] }, 5);
  const share = (isEligible: (index: number) => boolean, survivors: number, units: number) => {
    const counts = [0, 0, 0, 0, 0];
    const agents = candidates(5, isEligible);
    for (let i = 0; i < units; i += 1)
      countOne(counts, indexOf(chooseOwner(table, 0x5eed, `unit-${i}`, agents, survivors)));
    return counts;
  };
  const chiSquareOf = (counts: number[], weights: readonly number[], units: number) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.reduce((total, weight, index) => {
      const expected = (units * weight) / sum;
      return expected === 0 ? total : total + ((counts[index] ?? 0) - expected) ** 2 / expected;
    }, 0);
  };

  test('R7: given a million units, then shares match weights, and weight 0 gets nothing', () => {
    const counts = share(() => true, 10_000, 1_000_000);
    expect(counts[4]).toBe(0);
    expect(chiSquareOf(counts, table.weights, 1_000_000)).toBeLessThan(CHI_SQUARE_LIMITS[2] ?? 0);
  });

  test('R8: given an agent that is off, then the others share its clicks in their proportions', () => {
    const isOn = (index: number) => index !== 3;
    const counts = share(isOn, 4_000, 300_000);
    expect(counts[3]).toBe(0);
    expect(chiSquareOf(counts, [100, 900, 3_000, 0], 300_000)).toBeLessThan(CHI_SQUARE_LIMITS[1] ?? 0);
  });

  test('R8: given all but a tiny agent off, then the last resort keeps the proportions too', () => {
    const rare = compileTable({ ends: [9_994, 9_996, 10_000], owners: [0, 1, 2] }, 3);
    const counts = [0, 0, 0];
    const agents = candidates(3, (index) => index > 0);
    for (let i = 0; i < 60_000; i += 1) countOne(counts, indexOf(chooseOwner(rare, 1, `unit-${i}`, agents, 6)));
    expect(counts[0]).toBe(0);
    expect(chiSquareOf(counts, [0, 2, 4], 60_000)).toBeLessThan(CHI_SQUARE_LIMITS[0] ?? 0);
  });

  test('R8: given an agent turned off, then no unit of another agent moves', () => {
    const everybody = candidates(5);
    const others = candidates(5, (index) => index !== 2);
    for (let i = 0; i < 20_000; i += 1) {
      const before = chooseOwner(table, 9, `unit-${i}`, everybody, 10_000);
      const after = chooseOwner(table, 9, `unit-${i}`, others, 7_000);
      if (before !== 2) expect(after).toBe(before);
      else expect(after).toBeLessThan(0);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { chiSquareTail } from './chi-square.ts';
import { combineTests, testAgainstWeights, testDifference } from './test-chance.ts';

test.each([
  // The usual tables' critical values.
  [3.841458820694124, 1, 0.05],
  [6.634896601021213, 1, 0.01],
  [16.918977604620448, 9, 0.05],
  [123.22522145336181, 99, 0.05],
  [0, 3, 1],
])('given %d with %i degrees of freedom, then p is %d', (statistic, degrees, p) => {
  expect(chiSquareTail(statistic, degrees)).toBeCloseTo(p, 9);
});

describe('two splits', () => {
  test('given large counts, then chi-square (by hand: 2×2 of 30/70 and 45/55 is 4.8, p 0.02846)', () => {
    const outcome = testDifference([30, 70], [45, 55]);
    expect(outcome).toMatchObject({ method: 'chi_square' });
    expect(outcome?.pValue).toBeCloseTo(0.02846, 5);
  });

  test('given small counts, then the exact test (the lady tasting tea: 3/1 and 1/3 is 0.4857)', () => {
    expect(testDifference([3, 1], [1, 3])).toEqual({ method: 'exact', pValue: expect.closeTo(0.485714, 6) });
  });

  test('given three columns and small counts, then Freeman and Halton: all tables add up to 1', () => {
    const [same, far] = [testDifference([4, 3, 3], [4, 3, 3]), testDifference([8, 1, 0], [0, 1, 8])];
    expect(same).toEqual({ method: 'exact', pValue: expect.closeTo(1, 9) });
    expect(far?.pValue).toBeLessThan(0.001);
  });

  test.each([
    { given: 'nothing', first: [0, 0], second: [0, 0] },
    { given: 'one agent', first: [5, 0], second: [9, 0] },
    { given: 'an empty side', first: [5, 5], second: [0, 0] },
  ])('given $given, then there is no test', ({ first, second }) => expect(testDifference(first, second)).toBeNull());

  test('given many agents and one tiny among large ones, then its column is put with another', () => {
    const large = Array.from({ length: 10 }, () => 1_000);
    expect(testDifference([...large, 1], [...large, 2])).toEqual({
      method: 'chi_square',
      pValue: expect.closeTo(1, 3),
    });
  });
});

describe('a split against its weights', () => {
  test('given a fair die that fell 5, 8, 9, 8, 10, 20, then p is 0.0199', () => {
    const outcome = testAgainstWeights([5, 8, 9, 8, 10, 20], [1, 1, 1, 1, 1, 1]);
    expect(outcome).toEqual({ method: 'chi_square', pValue: expect.closeTo(0.0199, 4) });
  });

  test('given 8 heads of 8, then exactly 2/256', () => {
    expect(testAgainstWeights([8, 0], [5_000, 5_000])).toEqual({ method: 'exact', pValue: expect.closeTo(2 / 256, 9) });
  });

  test('given a click on an agent without weight, then no chance explains it', () => {
    expect(testAgainstWeights([10_000, 1], [10_000, 0])?.pValue).toBe(0);
  });

  test('given only one agent has weight, then there is nothing to test', () => {
    expect(testAgainstWeights([10, 0], [10_000, 0])).toBeNull();
  });
});

test('given several tests, then one by Fisher’s method', () => {
  expect(combineTests([])).toBeNull();
  expect(combineTests([0.05])).toBeCloseTo(0.05, 9);
  expect(combineTests([0.05, 0.05])).toBeCloseTo(0.01748, 5);
});

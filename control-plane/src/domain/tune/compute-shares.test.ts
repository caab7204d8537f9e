import { roundToBasisPoints, TOTAL_SHARE_MICROS, type TuneShareReason } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeShares } from './compute-shares.ts';
import { readPercent } from './read-percent.ts';

type Weights = readonly (string | null)[];

const creatives = (weights: Weights) =>
  weights.map((weight) => ({ weightPercentMicros: weight === null ? null : readPercent(weight) }));

const percents = (weights: Weights, usesWeights = true) =>
  computeShares(creatives(weights), usesWeights).map(({ shareMicros }) => (shareMicros / TOTAL_SHARE_MICROS) * 100);

describe("TUNE's percentages (the vectors of its documentation)", () => {
  test.each<{ given: string; weights: Weights; shares: number[]; reasons: TuneShareReason[] }>([
    {
      given: 'weights above 100 %',
      weights: ['70', '40', null],
      shares: [63.636363, 36.363637, 0],
      reasons: ['scaled', 'scaled', 'excluded'],
    },
    {
      given: 'weights below 100 %, and creatives without',
      weights: ['50', '20', null, null],
      shares: [50, 20, 15, 15],
      reasons: ['explicit', 'explicit', 'leftover', 'leftover'],
    },
    {
      given: 'weights below 100 %, and nobody for the rest',
      weights: ['60', '20'],
      shares: [70, 30],
      reasons: ['explicit_and_rest', 'explicit_and_rest'],
    },
    {
      given: 'weights of 100 % in all',
      weights: ['40.00', '60.00', null],
      shares: [40, 60, 0],
      reasons: ['explicit', 'explicit', 'excluded'],
    },
    { given: 'no weight', weights: [null, null, null, null], shares: [25, 25, 25, 25], reasons: Array(4).fill('even') },
    {
      given: 'thirds',
      weights: [null, null, null],
      shares: [33.333333, 33.333333, 33.333334],
      reasons: Array(3).fill('even'),
    },
    {
      given: 'a weight of 0',
      weights: ['0', '100'],
      shares: [0, 100],
      reasons: ['explicit', 'explicit'],
    },
    { given: 'a fraction', weights: ['33.3333', null], shares: [33.3333, 66.6667], reasons: ['explicit', 'leftover'] },
  ])('given $given, then the documented shares, each with its reason', ({ weights, shares, reasons }) => {
    expect(percents(weights)).toEqual(shares.map((share) => expect.closeTo(share, 9)));
    expect(computeShares(creatives(weights), true).map(({ reason }) => reason)).toEqual(reasons);
  });

  test('given the ad group uses no weights, then all are equal, whatever the creatives say', () => {
    expect(percents(['90', '10'], false)).toEqual([50, 50]);
  });

  test('given any creatives, then shares sum exactly, none is below 0, and basis points follow (S ≠ ratios)', () => {
    const weight = fc.option(fc.integer({ min: 0, max: 200_000_000 }), { nil: null });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 50 }), fc.boolean(), (weights, usesWeights) => {
        const all = weights.map((weightPercentMicros) => ({ weightPercentMicros }));
        const shares = computeShares(all, usesWeights).map(({ shareMicros }) => shareMicros);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(TOTAL_SHARE_MICROS);
        expect(shares.every((share) => Number.isSafeInteger(share) && share >= 0)).toBe(true);
        expect(roundToBasisPoints(shares).reduce((sum, part) => sum + part, 0)).toBe(10_000);
      }),
    );
  });
});

test.each([
  ['40.00', 40_000_000],
  ['33.3333339', 33_333_333],
  ['7 %', 7_000_000],
  ['0', 0],
  ['', null],
  ['-3', null],
  ['4e1', null],
])('given %j, then %j millionths of a percent', (text, micros) => expect(readPercent(text)).toBe(micros));

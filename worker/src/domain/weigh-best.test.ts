import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededChance } from '../../test/chance.ts';
import { logNormalOf, type Moments } from './log-normal.ts';
import { normalCumulative } from './normal.ts';
import { weighBest } from './weigh-best.ts';

const anyMoments = fc.record({
  mean: fc.double({ min: 0.01, max: 10, noNaN: true }),
  sd: fc.double({ min: 0.001, max: 10, noNaN: true }),
});

/** Two log-normals: which is larger has a closed form, and so has the mean of the larger. */
function exactOdds(first: Moments, second: Moments) {
  const a = logNormalOf(first);
  const b = logNormalOf(second);
  const width = Math.hypot(a.sigma, b.sigma);
  return {
    probability: normalCumulative((a.mu - b.mu) / width),
    expectedBest:
      first.mean * normalCumulative((a.mu - b.mu + a.sigma ** 2) / width) +
      second.mean * normalCumulative((b.mu - a.mu + b.sigma ** 2) / width),
  };
}

describe('weighBest (W5)', () => {
  test('given any two quantities of like widths, then it agrees with the closed form to eight digits', () =>
    fc.assert(
      fc.property(anyMoments, anyMoments, (first, second) => {
        const [a, b] = [logNormalOf(first).sigma, logNormalOf(second).sigma];
        fc.pre(Math.max(a, b) / Math.min(a, b) < 200);
        const { probabilities, expectedBest } = weighBest([first, second]);
        const exact = exactOdds(first, second);
        expect(probabilities[0]).toBeCloseTo(exact.probability, 8);
        expect(expectedBest / exact.expectedBest).toBeCloseTo(1, 8);
      }),
    ));

  test('given five quantities, then it agrees with 200 000 seeded draws within four standard errors', () => {
    const quantities = [
      { mean: 1, sd: 0.2 },
      { mean: 1.1, sd: 0.1 },
      { mean: 0.9, sd: 0.5 },
      { mean: 1.05, sd: 0.02 },
      { mean: 0.5, sd: 1 },
    ];
    const draws = 200_000;
    const chance = seededChance(20_260_105);
    const wins = quantities.map(() => 0);
    const distributions = quantities.map(logNormalOf);
    let sum = 0;
    let squares = 0;
    for (let draw = 0; draw < draws; draw += 1) {
      const values = distributions.map(({ mu, sigma }) => Math.exp(mu + sigma * chance.normal()));
      const largest = Math.max(...values);
      const winner = values.indexOf(largest);
      wins[winner] = (wins[winner] ?? 0) + 1;
      sum += largest;
      squares += largest ** 2;
    }
    const { probabilities, expectedBest } = weighBest(quantities);
    for (const [k, probability] of probabilities.entries()) {
      const standardError = Math.sqrt((probability * (1 - probability)) / draws);
      expect(Math.abs((wins[k] ?? 0) / draws - probability)).toBeLessThan(4 * standardError);
    }
    const meanError = Math.sqrt((squares / draws - (sum / draws) ** 2) / draws);
    expect(Math.abs(sum / draws - expectedBest)).toBeLessThan(4 * meanError);
  });

  test('given any quantities, then probabilities sum to 1 and the best is worth at least the largest mean', () =>
    fc.assert(
      fc.property(fc.array(anyMoments, { minLength: 1, maxLength: 12 }), (quantities) => {
        const { probabilities, expectedBest } = weighBest(quantities);
        expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
        // Widened distributions keep their median, so their mean moves by a hair.
        expect(expectedBest).toBeGreaterThan(Math.max(...quantities.map(({ mean }) => mean)) * (1 - 1e-3));
      }),
    ));

  test('given equals, then each has the same chance', () => {
    const { probabilities } = weighBest([1, 2, 3, 4].map(() => ({ mean: 0.3, sd: 0.1 })));
    for (const probability of probabilities) expect(probability).toBeCloseTo(0.25, 12);
  });

  test.each([
    {
      given: 'nobody has earned anything',
      quantities: [
        { mean: 0, sd: 0 },
        { mean: 0, sd: 0 },
      ],
      expected: [0.5, 0.5],
    },
    {
      given: 'one has earned nothing',
      quantities: [
        { mean: 0, sd: 0 },
        { mean: 1, sd: 0.1 },
      ],
      expected: [0, 1],
    },
    {
      given: 'all are certain',
      quantities: [
        { mean: 1, sd: 0 },
        { mean: 2, sd: 0 },
      ],
      expected: [0, 1],
    },
    { given: 'there is one alone', quantities: [{ mean: 1, sd: 0.5 }], expected: [1] },
    { given: 'there is none', quantities: [], expected: [] },
  ])('given $given, then the odds are $expected', ({ quantities, expected }) => {
    const { probabilities } = weighBest(quantities);
    expect(probabilities).toHaveLength(expected.length);
    for (const [k, chance] of expected.entries()) expect(probabilities[k]).toBeCloseTo(chance, 12);
  });
});

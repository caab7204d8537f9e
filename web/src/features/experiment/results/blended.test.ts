import { describe, expect, test } from 'vitest';
import { blended } from './blended.ts';

const estimate = (mean: number, sd: number) => ({ mean, sd, low: mean - 2 * sd, high: mean + 2 * sd });

describe('blended', () => {
  test('given one agent with everything, then its own estimate', () =>
    expect(
      blended([
        { share: 10_000, estimate: estimate(2, 0.1) },
        { share: 0, estimate: null },
      ]),
    ).toMatchObject({ mean: 2, sd: 0.1 }));

  test('given two halves, then the mean lies between and the range is narrower than either', () => {
    const mix = blended([
      { share: 5000, estimate: estimate(1, 0.1) },
      { share: 5000, estimate: estimate(3, 0.1) },
    ]);
    expect(mix?.mean).toBe(2);
    expect(mix?.sd).toBeLessThan(0.1);
  });

  test('given an agent with a share but without an estimate, then nothing is claimed', () =>
    expect(
      blended([
        { share: 5000, estimate: estimate(1, 0.1) },
        { share: 5000, estimate: null },
      ]),
    ).toBeNull());
});

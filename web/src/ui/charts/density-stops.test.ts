import { describe, expect, test } from 'vitest';
import { DENSITY_STOPS, densityReach } from './density-stops.ts';

describe('DENSITY_STOPS', () => {
  test('given the 13 stops, then the strongest is the middle one and the ends fade out evenly', () => {
    const opacities = DENSITY_STOPS.map((stop) => stop.opacity);
    expect(opacities).toHaveLength(13);
    expect(opacities[6]).toBe(1);
    expect(opacities[0]).toBeCloseTo(opacities[12] ?? 0, 10);
    expect(opacities[0]).toBeLessThan(0.05);
  });
});

test('given an estimate, then its gradient runs over 2.6 standard deviations either side', () =>
  expect(densityReach({ mean: 2, sd: 0.5 })).toEqual({ low: 0.7, high: 3.3 }));

import { expect, test } from 'vitest';
import { normalCumulative, normalDensity } from './normal.ts';

// Abramowitz & Stegun, table 26.1, and mpmath for the far tails.
test.each([
  [0, 0.5],
  [1, 0.841344746068543],
  [-1, 0.158655253931457],
  [1.959963984540054, 0.975],
  [-3, 0.001349898031630095],
  [6.9, 1 - 2.600126974e-12],
  [40, 1],
  [-40, 0],
])('given z = %d, then the chance of less is %d', (z, expected) =>
  expect(normalCumulative(z)).toBeCloseTo(expected, 14),
);

test.each([
  [-6.9, 2.600126974e-12],
  [-7.1, 6.237844463331e-13],
  [-10, 7.619853024160527e-24],
])('given z = %d, far out, then the chance is right relative to itself', (z, expected) =>
  expect(normalCumulative(z) / expected).toBeCloseTo(1, 8),
);

test('given 0, then the density is 1/√(2π)', () => expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15));

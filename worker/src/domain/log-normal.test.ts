import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logNormalOf, toEstimate } from './log-normal.ts';

const anyMoments = fc.record({
  mean: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  sd: fc.double({ min: 0, max: 1e6, noNaN: true }),
});

test('given any moments, then the log-normal has them again', () =>
  fc.assert(
    fc.property(anyMoments, ({ mean, sd }) => {
      const { mu, sigma } = logNormalOf({ mean, sd });
      expect(Math.exp(mu + sigma ** 2 / 2) / mean).toBeCloseTo(1, 6);
      expect(Math.sqrt(Math.expm1(sigma ** 2))).toBeCloseTo(sd / mean, Math.max(0, 4 - Math.log10(1 + sd / mean)));
    }),
  ));

test('given any moments, then the range is never below 0, never above the most, and in order', () =>
  fc.assert(
    fc.property(anyMoments, (moments) => {
      const { low, high } = toEstimate(moments, 1e6);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeGreaterThanOrEqual(low);
      expect(high).toBeLessThanOrEqual(1e6);
    }),
  ));

test('given a small spread, then the range is the familiar 1.96 standard deviations', () => {
  const { low, high } = toEstimate({ mean: 1, sd: 0.01 });
  expect(low).toBeCloseTo(1 - 0.0196, 3);
  expect(high).toBeCloseTo(1 + 0.0196, 3);
});

test('given nothing at all, then the range starts at 0', () => {
  expect(toEstimate({ mean: 0, sd: 0 })).toEqual({ mean: 0, sd: 0, low: 0, high: 0 });
  expect(toEstimate({ mean: 0, sd: 1 }, 1)).toEqual({ mean: 0, sd: 1, low: 0, high: 1 });
});

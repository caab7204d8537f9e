import { describe, expect, test } from 'vitest';
import { intervalDomain } from './interval-domain.ts';

const estimate = (low: number, high: number) => ({ mean: (low + high) / 2, sd: 0.1, low, high });

describe('intervalDomain', () => {
  test('given several ranges, then all fit in with air on both sides and zero is not forced', () => {
    const [low, high] = intervalDomain([estimate(1.7, 2), estimate(1.5, 2.4)]);
    expect(low).toBeGreaterThan(1);
    expect(low).toBeLessThan(1.5);
    expect(high).toBeGreaterThan(2.4);
  });

  test('given a range that touches zero, then nothing below zero is shown', () =>
    expect(intervalDomain([estimate(-0.1, 0.4)])[0]).toBe(0));

  test('given a range without width, then there is still something to draw on', () => {
    const [low, high] = intervalDomain([estimate(2, 2)]);
    expect(high).toBeGreaterThan(low);
  });
});

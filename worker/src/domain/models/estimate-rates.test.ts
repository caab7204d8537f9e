import { describe, expect, test } from 'vitest';
import { estimateRates } from './estimate-rates.ts';

describe('estimateRates', () => {
  test('given much data, then each rate is what was counted, give or take its binomial error', () => {
    const [a, b] = estimateRates([
      { events: 5000, clicks: 100_000 },
      { events: 8000, clicks: 100_000 },
    ]);
    expect(a?.mean).toBeCloseTo(0.05, 4);
    expect(b?.mean).toBeCloseTo(0.08, 4);
    expect(a?.sd).toBeCloseTo(Math.sqrt((0.05 * 0.95) / 100_000), 5);
  });

  test('given little data beside much, then the little leans to what all have in common', () => {
    const [, small] = estimateRates([
      { events: 500, clicks: 10_000 },
      { events: 6, clicks: 60 },
    ]);
    expect(small?.mean).toBeGreaterThan(0.051);
    expect(small?.mean).toBeLessThan(0.085);
  });

  test('given no clicks of its own, then an agent is as good as all, and far less certain', () => {
    const [known, newcomer] = estimateRates([
      { events: 500, clicks: 10_000 },
      { events: 0, clicks: 0 },
    ]);
    expect(newcomer?.mean).toBeCloseTo(0.05, 3);
    expect(newcomer?.sd).toBeGreaterThan(8 * (known?.sd ?? 1));
  });

  test('given no clicks at all, then the rate may be anything', () => {
    const [only] = estimateRates([{ events: 0, clicks: 0 }]);
    expect(only?.mean).toBe(0.5);
    expect(only?.sd).toBeGreaterThan(0.3);
  });

  test('given more leads than clicks, then the rate stays below 1', () => {
    const [only] = estimateRates([{ events: 300, clicks: 100 }]);
    expect(only?.mean).toBeLessThan(1);
    expect(only?.sd).toBeGreaterThan(0);
  });
});

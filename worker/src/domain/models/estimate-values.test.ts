import { describe, expect, test } from 'vitest';
import { estimateValues } from './estimate-values.ts';

const times = (count: number, amount: number) => Array.from({ length: count }, () => amount);

describe('estimateValues (W4)', () => {
  test('given fixed payouts, then the value is the payout, and nearly certain', () => {
    const [only] = estimateValues([times(400, 40_000_000)]) ?? [];
    expect(only?.mean).toBeCloseTo(40_000_000, 0);
    expect((only?.sd ?? 1) / 40_000_000).toBeLessThan(0.01);
  });

  test('given agents that sell at truly different prices, then much data tells them apart', () => {
    const [cheap, dear] = estimateValues([times(500, 20_000_000), times(500, 40_000_000)]) ?? [];
    expect(cheap?.mean).toBeCloseTo(20_000_000, -6);
    expect(dear?.mean).toBeCloseTo(40_000_000, -6);
  });

  test('given one huge payment among hundreds, then it is shared by all agents, and the total stays right', () => {
    const [lucky, other] = estimateValues([[...times(149, 40_000_000), 90_000_000_000], times(150, 40_000_000)]) ?? [];
    expect(lucky?.mean).toBeCloseTo(other?.mean ?? 0, -3);
    expect((lucky?.mean ?? 0) * 300).toBeCloseTo(299 * 40_000_000 + 90_000_000_000, -6);
  });

  test('given payments that were taken back, then the value falls, but never below nothing', () => {
    const [kept, reversed, charged] =
      estimateValues([
        times(200, 40_000_000),
        [...times(100, 40_000_000), ...times(100, 0)],
        times(200, -10_000_000),
      ]) ?? [];
    expect(reversed?.mean).toBeLessThan((kept?.mean ?? 0) * 0.7);
    expect(charged?.mean).toBeGreaterThan(0);
    expect(charged?.mean).toBeLessThan((kept?.mean ?? 0) * 0.1);
  });

  test('given no payment of its own, then an agent is worth what all are, with room for doubt', () => {
    const [, newcomer] = estimateValues([times(400, 40_000_000), []]) ?? [];
    expect(newcomer?.mean).toBeCloseTo(40_000_000, 0);
    expect((newcomer?.sd ?? 0) / 40_000_000).toBeGreaterThan(0.2);
  });

  test.each([
    { given: 'no payment', payments: [[], []] },
    { given: 'everything taken back', payments: [[0, 0], [-5]] },
  ])('given $given, then there is no value to speak of', ({ payments }) => expect(estimateValues(payments)).toBeNull());
});

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { formatChance, formatRate, formatRateOf, formatSplit, formatWeight } = await import('./percent.ts');

test.each([
  { given: 0.084, gives: '8.4%' },
  { given: 0.0042, gives: '0.42%' },
  { given: 1, gives: '100.0%' },
])('formatRate: given $given, then $gives', ({ given, gives }) => {
  expect(formatRate(given)).toBe(gives);
});

describe('formatRateOf', () => {
  test('given no event, then the counts stand in the place of a rate that says little', () => {
    expect(formatRateOf(0, 312)).toBe('0% (0 of 312)');
  });
  test('given no clicks, then there is no rate', () => {
    expect(formatRateOf(0, 0)).toBeNull();
  });
});

test.each([
  { given: 3500, gives: '35%' },
  { given: 3333, gives: '33.3%' },
  { given: 10_000, gives: '100%' },
])('formatWeight: given $given basis points, then $gives', ({ given, gives }) => {
  expect(formatWeight(given)).toBe(gives);
});

describe('formatSplit', () => {
  test('given thirds, then one of them carries what rounding would lose', () => {
    expect(formatSplit([3334, 3333, 3333])).toEqual(['33.4%', '33.3%', '33.3%']);
  });

  test('given any whole split, then the weights shown add up to 100%', () => {
    const anySplit = fc
      .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 49 })
      .map((cuts) => [...cuts, 10_000].sort((a, b) => a - b).map((cut, i, all) => cut - (all[i - 1] ?? 0)));
    fc.assert(
      fc.property(anySplit, (split) => {
        const tenths = formatSplit(split).map((text) => Math.round(Number.parseFloat(text) * 10));
        expect(tenths.reduce((sum, weight) => sum + weight, 0)).toBe(1000);
      }),
    );
  });
});

test.each([
  { given: 0.81, gives: '81%' },
  { given: 0.999, gives: '>99%' },
  { given: 0.0001, gives: '<1%' },
])('formatChance: given $given, then $gives: never a certainty', ({ given, gives }) => {
  expect(formatChance(given)).toBe(gives);
});

import { expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { formatCount, formatCountOf, formatHeadlineCount } = await import('./count.ts');

test.each([
  { given: 48_210, exact: '48,210', headline: '48,210' },
  { given: 99_999, exact: '99,999', headline: '99,999' },
  { given: 128_430, exact: '128,430', headline: '128.4k' },
  { given: 2_500_000, exact: '2,500,000', headline: '2.5M' },
])('given $given, then $exact in tables and $headline in headlines', ({ given, exact, headline }) => {
  expect(formatCount(given)).toBe(exact);
  expect(formatHeadlineCount(given)).toBe(headline);
});

test('given one, then its noun is singular', () => {
  expect([0, 1, 2].map((count) => formatCountOf(count, 'click'))).toEqual(['0 clicks', '1 click', '2 clicks']);
});

test('given a count that ends at a number, then from there it says so', () => {
  expect([9, 10_000].map((count) => formatCountOf(count, 'report', 'reports', 10_000))).toEqual([
    '9 reports',
    '10,000+ reports',
  ]);
});

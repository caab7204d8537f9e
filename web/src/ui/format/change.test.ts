import { expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { formatChange, formatPoints } = await import('./change.ts');
const { formatRpc } = await import('./money.ts');

test.each([
  { given: 1500, gives: '+15 pts' },
  { given: -600, gives: '−6 pts' },
  { given: 100, gives: '+1 pt' },
  { given: -250, gives: '−2.5 pts' },
  { given: 4, gives: '0 pts' },
])('formatPoints: given $given basis points, then $gives with a true minus', ({ given, gives }) => {
  expect(formatPoints(given)).toBe(gives);
});

test('formatChange: given two values, then the absolute and the relative change', () => {
  expect(formatChange(1.74, 1.86, (size) => formatRpc(size, 'USD'))).toBe('+$0.12 (+6.9%)');
});

test('formatChange: given nothing to compare with, then the absolute change alone', () => {
  expect(formatChange(0, 1.86, (size) => formatRpc(size, 'USD'))).toBe('+$1.86');
});

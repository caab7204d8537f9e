import { expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { formatPoints } = await import('./change.ts');

test.each([
  { given: 1500, gives: '+15 pts' },
  { given: -600, gives: '−6 pts' },
  { given: 100, gives: '+1 pt' },
  { given: -250, gives: '−2.5 pts' },
  { given: 4, gives: '0 pts' },
])('formatPoints: given $given basis points, then $gives with a true minus', ({ given, gives }) => {
  expect(formatPoints(given)).toBe(gives);
});

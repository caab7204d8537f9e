import { expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { formatRateRange, formatRpcRange } = await import('./range.ts');

test('given bounds, then words between them, and no dash that reads as a minus', () => {
  expect(formatRpcRange({ low: 1.71, high: 1.97 }, 'USD')).toBe('$1.71 to $1.97');
  expect(formatRateRange({ low: 0.081, high: 0.087 })).toBe('8.1% to 8.7%');
});

test('given bounds outside of what can be, then they stop at it', () => {
  expect(formatRpcRange({ low: -0.3, high: 0.4 }, 'USD')).toBe('$0.00 to $0.40');
  expect(formatRateRange({ low: -0.1, high: 1.2 })).toBe('0.0% to 100.0%');
});

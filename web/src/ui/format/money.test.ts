import { describe, expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { formatHeadlineMoney, formatMoney, formatRpc } = await import('./money.ts');

const usd = (units: number) => ({ amountMicros: Math.round(units * 1_000_000), currency: 'USD' });

describe('formatMoney', () => {
  test.each([
    { given: usd(4310.25), gives: '$4,310.25' },
    { given: usd(0), gives: '$0.00' },
    { given: usd(-12.5), gives: '−$12.50' },
    { given: { amountMicros: 5_000_000, currency: 'EUR' }, gives: '€5.00' },
    { given: { amountMicros: 5_000_000, currency: 'JPY' }, gives: '¥5' },
  ])('given $given, then $gives: exact, with the currency’s own decimals', ({ given, gives }) => {
    expect(formatMoney(given)).toBe(gives);
  });
});

describe('formatHeadlineMoney', () => {
  test.each([
    { given: usd(4310.25), gives: '$4,310' },
    { given: usd(999_999.49), gives: '$999,999' },
    { given: usd(999_999.6), gives: '$1.00M' },
    { given: usd(1_240_000), gives: '$1.24M' },
  ])('given $given, then $gives: whole units, and millions in short', ({ given, gives }) => {
    expect(formatHeadlineMoney(given)).toBe(gives);
  });
});

describe('formatRpc', () => {
  test.each([
    { given: 1.84, gives: '$1.84' },
    { given: 0.1, gives: '$0.10' },
    { given: 0.083, gives: '$0.083' },
    { given: 0, gives: '$0.00' },
  ])('given $given, then $gives: three decimals under ten cents', ({ given, gives }) => {
    expect(formatRpc(given, 'USD')).toBe(gives);
  });
});

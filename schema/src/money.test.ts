import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Money, parseAmountMicros } from './money.ts';

describe('parseAmountMicros (C19)', () => {
  test.each([
    ['10.99', 10_990_000],
    ['0', 0],
    ['-0', 0],
    ['-0.000001', -1],
    ['0.1', 100_000],
    ['0.30', 300_000],
    ['1.005', 1_005_000],
    ['007.50', 7_500_000],
    [' 42 ', 42_000_000],
    ['1.2345670000', 1_234_567],
    ['9007199254.740991', Number.MAX_SAFE_INTEGER],
    ['-9007199254.740991', -Number.MAX_SAFE_INTEGER],
  ])('given "%s", then it is %d micro-units', (text, micros) => expect(parseAmountMicros(text)).toBe(micros));

  test.each([
    '',
    ' ',
    'ten',
    '1,000',
    '1.000,50',
    '$5',
    '+5',
    '--5',
    '.5',
    '5.',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    '1 000',
    '1.2345678',
    '9007199254.740992',
    '999999999999',
    '1234567890123',
    '١٢',
  ])('given "%s", then it is no amount', (text) => expect(parseAmountMicros(text)).toBeNull());

  test('given any amount written with six decimals, then it is read to the last micro-unit', () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), (micros) => {
        const digits = String(Math.abs(micros)).padStart(7, '0');
        const text = `${micros < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
        expect(parseAmountMicros(text)).toBe(micros === 0 ? 0 : micros);
      }),
    ));
});

describe('Money (C19)', () => {
  test.each([
    { amountMicros: 0.5, currency: 'USD' },
    { amountMicros: Number.MAX_SAFE_INTEGER + 1, currency: 'USD' },
    { amountMicros: '5', currency: 'USD' },
    { amountMicros: 5, currency: 'usd' },
    { amountMicros: 5, currency: 'USDT' },
    { amountMicros: 5 },
  ])('given %j, then it is no money', (value) => expect(Money.safeParse(value).success).toBe(false));
});

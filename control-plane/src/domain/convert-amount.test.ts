import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { convertAmount, plainDecimal } from './convert-amount.ts';

describe('convertAmount (C19)', () => {
  test.each([
    { amount: 100_000_000, rate: '1.0845', result: 108_450_000 },
    { amount: 1, rate: '0.5', result: 1 },
    { amount: 1, rate: '0.499999999999', result: 0 },
    { amount: -1, rate: '0.5', result: -1 },
    { amount: -3, rate: '0.5', result: -2 },
    { amount: 3, rate: '1.100000000000', result: 3 },
    { amount: 0, rate: '7', result: 0 },
    { amount: 10_000_000_000_000, rate: '0.000000000001', result: 10 },
    { amount: 9_007_199_254_740_991, rate: '1', result: 9_007_199_254_740_991 },
    { amount: 9_007_199_254_740_991, rate: '1.000000000001', result: null },
  ])('given $amount micro-units at $rate, then $result', ({ amount, rate, result }) =>
    expect(convertAmount(amount, rate)).toBe(result),
  );

  const anyAmount = fc.integer({ min: 0, max: 10_000_000_000_000 });
  const anyRate = fc.bigInt({ min: 1n, max: 100_000_000_000_000n });
  const asText = (scaled: bigint) => `${scaled / 10n ** 12n}.${(scaled % 10n ** 12n).toString().padStart(12, '0')}`;

  test('given any amount and rate, then the error is half a micro-unit at most', () =>
    fc.assert(
      fc.property(anyAmount, anyRate, (amount, scaled) => {
        const result = convertAmount(amount, asText(scaled));
        const error = BigInt(result ?? 0) * 10n ** 12n - BigInt(amount) * scaled;
        if (result !== null) expect(error <= 5n * 10n ** 11n && error > -5n * 10n ** 11n).toBe(true);
      }),
    ));

  test('given any amount, then its negative converts to the negative', () =>
    fc.assert(
      fc.property(anyAmount, anyRate, (amount, scaled) => {
        const [plus, minus] = [convertAmount(amount, asText(scaled)), convertAmount(-amount, asText(scaled))];
        expect((plus ?? 0) + (minus ?? 0)).toBe(0);
      }),
    ));
});

test.each([
  ['1.100000000000', '1.1'],
  ['007', '7'],
  ['0.000000000001', '0.000000000001'],
  ['10.000', '10'],
])('given the rate %s, then its plain text is %s', (rate, plain) => expect(plainDecimal(rate)).toBe(plain));

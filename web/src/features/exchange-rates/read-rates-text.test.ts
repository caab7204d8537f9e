import { describe, expect, test } from 'vitest';
import { readRatesText } from './read-rates-text.ts';

describe('readRatesText', () => {
  test.each([
    { given: 'commas and a heading', text: 'Day,From,To,Rate\n2026-11-20,EUR,USD,1.0845\n' },
    { given: 'tabs and line ends of Windows', text: '2026-11-20\tEUR\tUSD\t1.0845\r\n\r\n' },
    { given: 'semicolons, quotes and small letters', text: '\uFEFF"2026-11-20";"eur";"usd";"1.0845"' },
  ])('given $given, then the rate is read', ({ text }) =>
    expect(readRatesText(text)).toEqual({
      rates: [{ day: '2026-11-20', from: 'EUR', to: 'USD', rate: '1.0845' }],
      faults: [],
    }),
  );

  test('given lines that cannot be read, then each is told by its number, and the others are read', () => {
    const { rates, faults } = readRatesText('2026-11-20,EUR,USD,1.1\n2026-11-31,EUR,USD,1.1\n2026-11-20,EUR,1.1\n');
    expect(rates).toHaveLength(1);
    expect(faults.map(({ line }) => line)).toEqual([2, 3]);
    expect(faults[1]?.detail).toBe('has 3 columns; day, from, to and rate are four');
  });
});

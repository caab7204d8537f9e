import { expect, test } from 'vitest';
import { csvName } from './csv-name.ts';

test('given a name with signs and spaces, then the file name has words and dates only', () =>
  expect(
    csvName('funnel', 'Solar quote, US / mobile!', {
      from: '2026-11-05T10:00:00.000Z',
      to: '2026-11-19T10:00:00.000Z',
    }),
  ).toBe('funnel_solar-quote-us-mobile_2026-11-05_2026-11-19'));

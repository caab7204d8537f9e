import { SLUG } from '@alyson/schema';
import { expect, test } from 'vitest';
import { slugFrom } from './slug-from.ts';

test.each([
  { given: 'Solar quote, US mobile', gives: 'solar-quote-us-mobile' },
  { given: '  Éclairs & Co.  ', gives: 'e-clairs-co' },
  { given: '-- 2026 --', gives: '2026' },
])('given "$given", then $gives, which the router takes', ({ given, gives }) => {
  expect(slugFrom(given)).toBe(gives);
  expect(slugFrom(given)).toMatch(SLUG);
});

test('given a name without a letter or digit, then no slug is suggested', () => {
  expect(slugFrom('???')).toBe('');
});

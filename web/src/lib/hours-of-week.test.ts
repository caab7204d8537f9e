import { expect, test } from 'vitest';
import { hoursOf, hoursText, rangesOf } from './hours-of-week.ts';

const WORKDAYS = { days: [0, 1, 2, 3, 4], from: 9, to: 17 };

test.each([
  { ranges: [WORKDAYS], text: 'Mon to Fri 9:00 to 17:00' },
  { ranges: [WORKDAYS, { days: [6], from: 0, to: 24 }], text: 'Mon to Fri 9:00 to 17:00, Sun' },
  { ranges: [{ days: [5, 6], from: 22, to: 24 }], text: 'Sat and Sun 22:00 to 24:00' },
  { ranges: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 8, to: 20 }], text: 'every day 8:00 to 20:00' },
  { ranges: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 24 }], text: 'any hour' },
])('given $ranges, then they read "$text", and their hours give them back', ({ ranges, text }) => {
  expect(hoursText(hoursOf(ranges))).toBe(text);
  expect(rangesOf(hoursOf(ranges))).toEqual(ranges);
});

test('given ranges that overlap, then every hour counts once', () => {
  const hours = hoursOf([WORKDAYS, { days: [0], from: 8, to: 12 }]);
  expect(hours).toHaveLength(41);
  expect(hours[0]).toBe(8);
});

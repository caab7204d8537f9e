import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilDayOf, dayNumberOf, daysInMonth, weekdayOf } from './civil-calendar.ts';

const anyDayNumber = fc.integer({ min: -800_000, max: 800_000 });

test('given any day number, then its day is the one that Date shows in UTC', () =>
  fc.assert(
    fc.property(anyDayNumber, (dayNumber) => {
      const date = new Date(dayNumber * 86_400_000);
      const day = civilDayOf(dayNumber);
      expect(day).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
      expect(dayNumberOf(day)).toBe(dayNumber);
      expect(weekdayOf(day)).toBe(date.getUTCDay() + 1);
    }),
  ));

test.each([
  [2024, 2, 29],
  [2023, 2, 28],
  [2000, 2, 29],
  [2100, 2, 28],
  [2024, 4, 30],
  [2024, 12, 31],
])('given year %i, month %i, then it has %i days', (year, month, days) => expect(daysInMonth(year, month)).toBe(days));

import { describe, expect, test } from 'vitest';
import { hourOfWeek, isTimezone } from './hour-of-week.ts';

describe('hourOfWeek', () => {
  test.each([
    { at: '2026-11-23T00:00:00Z', timezone: 'UTC', hour: 0, why: 'Monday, midnight' },
    { at: '2026-11-22T23:59:59Z', timezone: 'UTC', hour: 167, why: 'the last hour of Sunday' },
    { at: '2026-11-23T03:30:00Z', timezone: 'America/New_York', hour: 166, why: 'still Sunday there' },
    { at: '2026-11-22T18:30:00Z', timezone: 'Asia/Kolkata', hour: 0, why: 'a half-hour offset' },
    { at: '2026-11-22T18:29:00Z', timezone: 'Asia/Kolkata', hour: 167, why: 'a minute earlier' },
    { at: '2026-11-22T18:15:00Z', timezone: 'Asia/Kathmandu', hour: 0, why: 'a quarter-hour offset' },
    { at: '2026-03-08T06:59:00Z', timezone: 'America/New_York', hour: 6 * 24 + 1, why: 'before the clocks go forward' },
    { at: '2026-03-08T07:00:00Z', timezone: 'America/New_York', hour: 6 * 24 + 3, why: 'the hour that is left out' },
    { at: '2026-11-01T05:30:00Z', timezone: 'America/New_York', hour: 6 * 24 + 1, why: 'the first of two such hours' },
    { at: '2026-11-01T06:30:00Z', timezone: 'America/New_York', hour: 6 * 24 + 1, why: 'the second of them' },
  ])('R9: given $at in $timezone, then hour $hour: $why', ({ at, timezone, hour }) =>
    expect(hourOfWeek(Date.parse(at), timezone)).toBe(hour),
  );

  test('R9: given two clicks of one quarter of an hour around others, then each has its own hour', () => {
    const before = Date.parse('2026-11-22T23:50:00Z');
    const after = Date.parse('2026-11-23T00:01:00Z');
    expect([before, after, before].map((at) => hourOfWeek(at, 'UTC'))).toEqual([167, 0, 167]);
  });
});

test.each([
  { name: 'Europe/Berlin', known: true },
  { name: 'Mars/Olympus', known: false },
])('given $name, then a timezone: $known', ({ name, known }) => expect(isTimezone(name)).toBe(known));

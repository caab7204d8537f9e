import { expect, test } from 'vitest';
import { findTimezone, startOfDay } from './local-time.ts';

test.each([
  { zone: 'UTC', at: '2026-11-22T23:59:59.999Z', start: '2026-11-22T00:00:00.000Z' },
  { zone: 'America/New_York', at: '2026-11-22T04:59:00.000Z', start: '2026-11-21T05:00:00.000Z' },
  { zone: 'Asia/Kolkata', at: '2026-11-22T18:30:00.000Z', start: '2026-11-22T18:30:00.000Z' },
  // The day on which clocks go back has 25 hours.
  { zone: 'America/New_York', at: '2026-11-02T04:59:00.000Z', start: '2026-11-01T04:00:00.000Z' },
  // Clocks in Chile skip midnight when summer time begins.
  { zone: 'America/Santiago', at: '2026-09-06T12:00:00.000Z', start: '2026-09-06T04:00:00.000Z' },
])('given $at in $zone, then its day began at $start', ({ zone, at, start }) => {
  const timezone = findTimezone(zone) ?? expect.fail('no such timezone');
  expect(new Date(startOfDay(timezone, Date.parse(at))).toISOString()).toBe(start);
});

import { expect, test } from 'vitest';
import { afterClockChange } from './clock-changes.ts';

const days = ['2026-10-31T13:00:00.000Z', '2026-11-01T14:00:00.000Z', '2026-11-02T14:00:00.000Z'];

test('given fires over the end of daylight-saving time, then the first after it is marked', () => {
  expect([...afterClockChange(days, 'America/New_York')]).toEqual(['2026-11-01T14:00:00.000Z']);
});

test('given a zone whose clocks never change, or one fire, then none is marked', () => {
  expect(afterClockChange(days, 'UTC').size).toBe(0);
  expect(afterClockChange(days.slice(0, 1), 'America/New_York').size).toBe(0);
});

import { DAY_MS, HOUR_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const NEW_YORK = 'America/New_York';
const at = (text: string) => Date.parse(text);

describe('timeTicks', () => {
  test('given a few hours, then ticks are whole hours of the reporting zone', () => {
    const ticks = timeTicks(at('2026-11-18T14:10:00Z'), at('2026-11-18T18:50:00Z'), 6, NEW_YORK, 'en-US');
    expect(ticks.map((tick) => tick.label)).toEqual(['10 AM', '11 AM', '12 PM', '1 PM']);
  });

  test('given two weeks, then ticks are midnights of the reporting zone', () => {
    const ticks = timeTicks(at('2026-11-05T12:00:00Z'), at('2026-11-19T12:00:00Z'), 7, NEW_YORK, 'en-US');
    expect(ticks.every((tick) => (tick.at - 5 * HOUR_MS) % DAY_MS === 0)).toBe(true);
    expect(ticks.length).toBeLessThanOrEqual(7);
  });

  test('given the night the clocks go back, then midnights stay midnights on both sides', () => {
    const ticks = timeTicks(at('2026-10-31T03:00:00Z'), at('2026-11-03T12:00:00Z'), 4, NEW_YORK, 'en-US');
    expect(ticks.map((tick) => new Date(tick.at).toISOString())).toEqual([
      '2026-10-31T04:00:00.000Z',
      '2026-11-01T04:00:00.000Z',
      '2026-11-02T05:00:00.000Z',
      '2026-11-03T05:00:00.000Z',
    ]);
  });

  test('given the hours after the clocks went back, then each tick is the hour it says', () => {
    const ticks = timeTicks(at('2026-11-01T08:00:00Z'), at('2026-11-01T12:00:00Z'), 6, NEW_YORK, 'en-US');
    expect(ticks.map((tick) => [new Date(tick.at).toISOString().slice(11, 16), tick.label])).toEqual([
      ['08:00', '3 AM'],
      ['09:00', '4 AM'],
      ['10:00', '5 AM'],
      ['11:00', '6 AM'],
      ['12:00', '7 AM'],
    ]);
  });

  test('given half an hour, then minutes are named', () => {
    const ticks = timeTicks(at('2026-11-18T19:02:00Z'), at('2026-11-18T19:32:00Z'), 7, NEW_YORK, 'en-US');
    expect(ticks[0]?.label).toMatch(/^2:05\sPM$/);
  });

  test('given a span beyond every step, then it ends with a few ticks rather than thousands', () =>
    expect(timeTicks(0, 400 * DAY_MS, 5, 'UTC').length).toBeLessThan(16));
});

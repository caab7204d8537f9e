import { describe, expect, test } from 'vitest';
import { checkDates, instantOf, minuteOf, refuseSchedulingBy, refuseStartBy, scheduleAt } from './experiment-dates.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const zone = 'America/New_York';
const on = (time: string, timezone = zone) => ({ time, timezone });
const start = on('2026-12-01T09:00');

describe('C11: a date and its schedule', () => {
  test('given a date, then its schedule is an at() in its timezone, and gives the date back', () => {
    expect(scheduleAt(start)).toEqual({ expression: 'at(2026-12-01T09:00:00)', timezone: zone });
    expect(minuteOf(scheduleAt(start))).toEqual(start);
    expect(instantOf(start)).toBe(Date.parse('2026-12-01T14:00:00Z'));
  });

  test('given no date, or a schedule of another kind, then there is none', () => {
    expect([minuteOf(null), minuteOf({ expression: 'rate(1 hour)', timezone: 'UTC' }), instantOf(null)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('C7: dates that are refused', () => {
  test.each([
    { given: 'a start in the past', startsAt: on('2026-11-22T06:59'), pointer: '#/startsAt/time', says: 'is over' },
    {
      given: 'a time clocks skip',
      startsAt: on('2027-03-14T02:30'),
      pointer: '#/startsAt/time',
      says: 'does not exist',
    },
    { given: 'no such day', startsAt: on('2027-02-29T09:00'), pointer: '#/startsAt/time', says: 'local date' },
    {
      given: 'no such zone',
      startsAt: on('2027-03-01T09:00', 'Mars'),
      pointer: '#/startsAt/timezone',
      says: 'no timezone',
    },
    {
      given: 'an end before the start',
      startsAt: start,
      endsAt: on('2026-12-01T08:59'),
      pointer: '#/endsAt/time',
      says: 'later',
    },
    {
      given: 'an end earlier only by its timezone',
      startsAt: start,
      endsAt: on('2026-12-01T10:00', 'Europe/Berlin'),
      pointer: '#/endsAt/time',
      says: 'later',
    },
  ])('given $given, then $pointer says "$says"', ({ startsAt, endsAt = null, pointer, says }) => {
    const faults = checkDates({ startsAt, endsAt }, ['startsAt', 'endsAt'], { state: 'draft', now });
    expect(faults).toEqual([{ pointer, detail: expect.stringContaining(says) }]);
  });

  test('given an experiment that runs, then its start cannot be set, and its end can', () => {
    const state = 'running';
    expect(checkDates({ startsAt: start, endsAt: null }, ['startsAt'], { state, now })).toMatchObject([
      { pointer: '#/startsAt' },
    ]);
    const begun = { startsAt: on('2026-11-01T09:00'), endsAt: start };
    expect(checkDates(begun, ['endsAt'], { state, now })).toEqual([]);
  });

  test('given one that is scheduled, then its start cannot be taken away', () => {
    expect(checkDates({ startsAt: null, endsAt: null }, ['startsAt'], { state: 'scheduled', now })).toMatchObject([
      { pointer: '#/startsAt', detail: expect.stringContaining('draft') },
    ]);
  });
});

describe('C7: what may be scheduled, and started', () => {
  const past = on('2026-11-01T09:00');
  test.each([
    { dates: { startsAt: null, endsAt: null }, says: 'no start date' },
    { dates: { startsAt: past, endsAt: null }, says: 'start date is over' },
    { dates: { startsAt: start, endsAt: past }, says: 'end date is over' },
  ])('given $dates, then scheduling is refused: $says', ({ dates, says }) => {
    expect(refuseSchedulingBy(dates, now)).toContain(says);
  });

  test('given dates to come, or none to start by hand with, then nothing is refused', () => {
    expect(refuseSchedulingBy({ startsAt: start, endsAt: on('2026-12-24T18:00') }, now)).toBeNull();
    expect(refuseStartBy({ startsAt: null, endsAt: null }, now)).toBeNull();
    expect(refuseStartBy({ startsAt: null, endsAt: past }, now)).toContain('over');
  });
});

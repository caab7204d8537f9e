import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FireRange, nextFire, type ParsedSchedule, parseSchedule } from './schedule-expression.ts';

const instant = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text}:00Z`);

function parsed(expression: string, timezone = 'UTC'): ParsedSchedule {
  const result = parseSchedule(expression, timezone);
  if (!result.ok) throw new Error(`${expression}: ${result.detail}`);
  return result.schedule;
}

/** The first fires in the range, at most `count`. */
function nextFires(schedule: ParsedSchedule, range: FireRange, count: number): number[] {
  const fires: number[] = [];
  while (fires.length < count) {
    const fire = nextFire(schedule, { ...range, after: fires.at(-1) ?? range.after });
    if (fire === null) break;
    fires.push(fire);
  }
  return fires;
}

const firesAfter = (expression: string, timezone: string, after: string, count: number) =>
  nextFires(parsed(expression, timezone), { after: instant(after), startsAt: 0 }, count);

describe('cron(): the calendar (C11)', () => {
  test.each([
    {
      expression: 'cron(0 18 ? * MON-FRI *)',
      after: '2024-01-05T18:00',
      fires: ['2024-01-08T18:00', '2024-01-09T18:00'],
    },
    {
      expression: 'cron(1/10 * * * ? *)',
      after: '2024-01-01',
      fires: ['2024-01-01T00:01', '2024-01-01T00:11', '2024-01-01T00:21'],
    },
    {
      expression: 'cron(0/30 20-2 ? * MON-FRI *)',
      after: '2024-01-05T23:01',
      fires: ['2024-01-05T23:30', '2024-01-08', '2024-01-08T00:30'],
    },
    {
      expression: 'cron(0 9 ? * FRI-MON *)',
      after: '2024-01-01T12:00',
      fires: ['2024-01-05T09:00', '2024-01-06T09:00', '2024-01-07T09:00', '2024-01-08T09:00', '2024-01-12T09:00'],
    },
    { expression: 'cron(0 10 ? * 3#2 *)', after: '2024-01-01', fires: ['2024-01-09T10:00', '2024-02-13T10:00'] },
    { expression: 'cron(0 10 ? * 6#5 *)', after: '2024-01-01', fires: ['2024-03-29T10:00', '2024-05-31T10:00'] },
    { expression: 'cron(0 9 ? * L *)', after: '2024-01-01', fires: ['2024-01-06T09:00', '2024-01-13T09:00'] },
    { expression: 'cron(0 9 L * ? *)', after: '2024-02-01', fires: ['2024-02-29T09:00', '2024-03-31T09:00'] },
    { expression: 'cron(0 9 LW * ? *)', after: '2024-03-01', fires: ['2024-03-29T09:00', '2024-04-30T09:00'] },
    { expression: 'cron(0 9 3W * ? *)', after: '2024-02-01', fires: ['2024-02-02T09:00', '2024-03-04T09:00'] },
    { expression: 'cron(0 9 1W * ? *)', after: '2024-06-01', fires: ['2024-06-03T09:00', '2024-07-01T09:00'] },
    { expression: 'cron(0 9 31W * ? *)', after: '2024-02-01', fires: ['2024-03-29T09:00', '2024-05-31T09:00'] },
    { expression: 'cron(0 9 31W * ? *)', after: '2023-06-01', fires: ['2023-07-31T09:00'] },
    { expression: 'cron(0 0 29 2 ? *)', after: '2024-03-01', fires: ['2028-02-29'] },
    { expression: 'cron(0 0 31 * ? *)', after: '2024-01-31', fires: ['2024-03-31', '2024-05-31'] },
    {
      expression: 'cron(0 0 1 nov-feb ? *)',
      after: '2024-02-01',
      fires: ['2024-11-01', '2024-12-01', '2025-01-01', '2025-02-01', '2025-11-01'],
    },
    {
      expression: 'cron(50-10/10 0 1 1 ? *)',
      after: '2024-01-01',
      fires: ['2024-01-01T00:10', '2024-01-01T00:50', '2025-01-01'],
    },
    { expression: 'cron(0 0 1 1 ? 2030/5)', after: '2024-01-01', fires: ['2030-01-01', '2035-01-01'] },
    {
      expression: 'cron(5,1,5 0 1,L 1 ? *)',
      after: '2024-01-02',
      fires: ['2024-01-31T00:01', '2024-01-31T00:05', '2025-01-01T00:01'],
    },
  ])('given $expression after $after, then $fires', ({ expression, after, fires }) =>
    expect(firesAfter(expression, 'UTC', after, fires.length)).toEqual(fires.map(instant)),
  );

  test('given years that end, then the last fire is followed by none', () => {
    expect(firesAfter('cron(15 10 ? * 6L 2022-2023)', 'UTC', '2023-11-25', 3)).toEqual([instant('2023-12-29T10:15')]);
  });

  test.each(['cron(0 0 31 2 ? *)', 'cron(0 0 ? 2 2#5 2021)'])(
    'given %s, which no calendar has, then there is no fire',
    (expression) => {
      expect(firesAfter(expression, 'America/New_York', '2021-01-01', 1)).toEqual([]);
    },
  );

  test('given startsAt later than after, then nothing fires before it, and a fire on it counts', () => {
    const range = { after: instant('2024-01-01'), startsAt: instant('2024-01-03T09:00') };
    expect(nextFire(parsed('cron(0 9 * * ? *)'), range)).toBe(range.startsAt);
  });
});

describe('cron(): clocks that change (C11)', () => {
  test.each([
    {
      expression: 'cron(30 2 * * ? *)',
      timezone: 'America/New_York',
      after: '2024-03-09T08:00',
      fires: ['2024-03-11T06:30'],
    },
    {
      expression: 'cron(30 1 * * ? *)',
      timezone: 'America/New_York',
      after: '2024-11-03',
      fires: ['2024-11-03T05:30', '2024-11-04T06:30'],
    },
    {
      expression: 'cron(0/30 * * * ? *)',
      timezone: 'America/New_York',
      after: '2024-11-03T04:31',
      fires: ['2024-11-03T05:00', '2024-11-03T05:30', '2024-11-03T07:00', '2024-11-03T07:30'],
    },
    {
      expression: 'cron(0/30 * * * ? *)',
      timezone: 'America/New_York',
      after: '2024-03-10T06:01',
      fires: ['2024-03-10T06:30', '2024-03-10T07:00', '2024-03-10T07:30'],
    },
    {
      expression: 'cron(0 0 * * ? *)',
      timezone: 'America/Santiago',
      after: '2024-09-07T12:00',
      fires: ['2024-09-09T03:00'],
    },
    {
      expression: 'cron(15 2 * * ? *)',
      timezone: 'Australia/Lord_Howe',
      after: '2024-10-05',
      fires: ['2024-10-06T15:15'],
    },
    {
      expression: 'cron(0 12 * * ? *)',
      timezone: 'Pacific/Apia',
      after: '2011-12-29T12:00',
      fires: ['2011-12-29T22:00', '2011-12-30T22:00'],
    },
    { expression: 'cron(0 9 * * ? *)', timezone: 'Asia/Kolkata', after: '2024-01-01', fires: ['2024-01-01T03:30'] },
  ])('given $expression in $timezone after $after, then $fires', ({ expression, timezone, after, fires }) =>
    expect(firesAfter(expression, timezone, after, fires.length)).toEqual(fires.map(instant)),
  );
});

describe('rate() (C11)', () => {
  const start = instant('2024-03-09T12:00');

  test('given no fire yet, then the first is at startsAt', () => {
    expect(nextFire(parsed('rate(1 day)'), { after: start - 1, startsAt: start })).toBe(start);
  });

  test('given clocks that change, then a day is 24 hours all the same', () => {
    const fires = nextFires(parsed('rate(1 day)', 'America/New_York'), { after: start, startsAt: start }, 2);
    expect(fires).toEqual([instant('2024-03-10T12:00'), instant('2024-03-11T12:00')]);
  });

  test('given any moment, then the next fire is the first grid point after it', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 1e12 }), (minutes, sinceStart) => {
        const after = start + sinceStart;
        const fire = nextFire(parsed(`rate(${minutes} minutes)`), { after, startsAt: start }) ?? 0;
        expect((fire - start) % (minutes * 60_000)).toBe(0);
        expect(fire - after).toBeGreaterThan(0);
        expect(fire - after).toBeLessThanOrEqual(minutes * 60_000);
      }),
    ));
});

describe('at() (C11)', () => {
  const at = parsed('at(2024-11-03T01:30:00)', 'America/New_York');

  test('given a local time that comes twice, then the first counts, once, whatever startsAt says', () => {
    expect(nextFires(at, { after: 0, startsAt: instant('2030-01-01') }, 2)).toEqual([instant('2024-11-03T05:30')]);
  });

  test('given a time in the past, then there is no fire', () => {
    expect(nextFire(at, { after: instant('2024-11-03T05:30'), startsAt: 0 })).toBeNull();
  });

  test('given a local time that clocks skip, then it is refused and says so', () => {
    expect(parseSchedule('at(2024-03-10T02:30:00)', 'America/New_York')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('does not exist in America/New_York'),
    });
  });
});

describe('what is refused (C11)', () => {
  test.each([
    ['cron(0 10 * * * *)', 'Exactly one'],
    ['cron(0 10 1 * 2 *)', 'Exactly one'],
    ['cron(0 10 ? * ? *)', 'Exactly one'],
    ['cron(0 10 ? * 0 *)', '"0" in day of week must be 1 to 7 or SUN to SAT'],
    ['cron(0 10 ? * 8 *)', 'day of week must be 1 to 7'],
    ['cron(60 10 * * ? *)', 'minutes must be 0 to 59'],
    ['cron(0 24 * * ? *)', 'hours must be 0 to 23'],
    ['cron(0 10 32 * ? *)', 'day of month must be 1 to 31'],
    ['cron(0 10 * 13 ? *)', 'month must be 1 to 12 or JAN to DEC'],
    ['cron(0 10 * * ? 1969)', 'year must be 1970 to 2199'],
    ['cron(0 10 * * ? 2200)', 'year must be 1970 to 2199'],
    ['cron(0 10 * * ? 2024-2023)', 'runs backwards'],
    ['cron(0/0 10 * * ? *)', 'above 0'],
    ['cron(0/x 10 * * ? *)', 'above 0'],
    ['cron(0/5/5 10 * * ? *)', 'more than one /'],
    ['cron(1-2-3 10 * * ? *)', 'more than one -'],
    ['cron(0 10 * * ?)', 'six fields'],
    ['cron(0 10 * * ? * *)', 'six fields'],
    ['cron(0  10 * * ? *)', 'six fields'],
    ['cron(0 10 ? * 3#1,6#3 *)', 'stand alone'],
    ['cron(0 10 ? * 3#6 *)', '1 to 5'],
    ['cron(0 10 ? * 3#1#2 *)', '1 to 5'],
    ['cron(0 10 ? * 15W *)', 'day of week'],
    ['cron(0 10 3#1 * ? *)', 'day of month'],
    ['cron(? 10 * * ? *)', 'minutes'],
    ['cron(, 10 * * ? *)', 'minutes'],
    ['cron(0 10 32W * ? *)', 'day of month'],
    ['cron(-5 10 * * ? *)', 'minutes'],
    ['0 10 * * ? *', 'rate(…), at(…) or cron(…)'],
    ['rate(0 minutes)', 'from 1'],
    ['rate(-1 minutes)', 'from 1'],
    ['rate(1.5 hours)', 'from 1'],
    ['rate(5 seconds)', 'minutes, hours or days'],
    ['rate(5)', 'minutes, hours or days'],
    ['at(2024-02-30T00:00:00)', 'local date and time'],
    ['at(2024-01-01T24:00:00)', 'local date and time'],
    ['at(2024-01-01T00:00:00Z)', 'local date and time'],
    ['at(2024-01-01)', 'local date and time'],
    [`cron(${'0,'.repeat(130)}0 10 * * ? *)`, '256'],
    ['', 'rate(…), at(…) or cron(…)'],
  ])('given %s, then the refusal says "%s"', (expression, detail) => {
    expect(parseSchedule(expression, 'UTC')).toMatchObject({ ok: false, detail: expect.stringContaining(detail) });
  });

  test.each(['Mars/Olympus', '', '+02:00', 'utc', 'america/new_york', `America/${'x'.repeat(50)}`])(
    'given the timezone "%s", then it is refused by name',
    (timezone) => {
      const result = parseSchedule('rate(1 hour)', timezone);
      expect(result).toMatchObject({ ok: false, detail: expect.stringContaining(`"${timezone}" is no timezone`) });
    },
  );

  test('given any text, then the answer is a value, never an exception', () =>
    fc.assert(fc.property(fc.string(), (text) => typeof parseSchedule(`cron(${text})`, 'UTC').ok === 'boolean')));
});

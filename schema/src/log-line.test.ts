import { describe, expect, test } from 'vitest';
import { formatLogLine, LogLine, messageOf, placesOf } from './log-line.ts';

const AT = Date.parse('2026-11-22T12:00:00.000Z');

describe('a line of the log', () => {
  test('given fields, then they stand apart, whatever their names', () => {
    const text = formatLogLine('router', AT, 'warn', 'bundle refused', { level: 'mine', shard: 3, none: undefined });
    expect(LogLine.parse(JSON.parse(text))).toEqual({
      level: 'warn',
      time: '2026-11-22T12:00:00.000Z',
      part: 'router',
      message: 'bundle refused',
      fields: { level: 'mine', shard: 3 },
    });
  });

  test('given line feeds in a field, then it stays one line', () => {
    expect(formatLogLine('worker', AT, 'info', 'a', { b: '1\n{"level":"fatal"}\r\u2028' })).not.toMatch(/[\n\r]/);
  });
});

describe('R24: an error in words', () => {
  const thrownBy = (act: () => unknown): unknown => {
    try {
      act();
    } catch (error) {
      return error;
    }
    return expect.fail('nothing was thrown');
  };

  test.each([
    { given: 'a body that is no JSON', act: () => JSON.parse('{"email": secret@example.com}') },
    { given: 'a header that is none', act: () => new Headers({ location: 'a\nsecret' }) },
    { given: 'a time zone that is none', act: () => new Intl.DateTimeFormat('en', { timeZone: 'secret' }) },
    { given: 'a number that is none', act: () => BigInt('secret') },
    { given: 'a request to what is no URL', act: () => new Request('secret') },
  ])('given $given, then its kind and place, and not what it quotes', ({ act }) => {
    const error = thrownBy(act);
    expect(String(error)).toContain('secret');
    expect(messageOf(error)).toMatch(/^(Type|Syntax|Range)Error at /);
    expect(messageOf(error)).not.toContain('secret');
  });

  test('given a message that looks like a place, then it is none', () => {
    const places = placesOf(new Error('no click for\n    at secret'));
    expect(places[0]).toContain('log-line.test.ts');
    expect(places.join()).not.toContain('secret');
  });

  test.each([
    { given: 'an error of ours', error: new Error('the spool is full'), words: 'the spool is full' },
    { given: 'an error of several', error: new AggregateError([], ''), words: 'AggregateError' },
    { given: 'no error at all', error: 'secret', words: 'unknown' },
    {
      given: 'a failed fetch',
      error: new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
      words: 'connect ECONNREFUSED',
    },
  ])('given $given, then "$words"', ({ error, words }) => expect(messageOf(error)).toBe(words));
});

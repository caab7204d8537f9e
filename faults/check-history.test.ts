import { describe, expect, test } from 'vitest';
import { checkHistory, type Findings } from './check-history.ts';
import type { ClickRecord } from './click-log.ts';

const PAGES = new Set(['https://lp.example.com/1']);

const record = (token: string, change: Partial<ClickRecord> = {}): ClickRecord => ({
  token,
  port: 1,
  sentAt: 0,
  ms: 1,
  status: 302,
  location: `https://lp.example.com/1?release=1&utm_content=${token}`,
  fault: '',
  ...change,
});

const page = (release: number, token: string) => `https://lp.example.com/1?release=${release}&utm_content=${token}`;
const stored = (...tokens: string[]) => tokens.map((token, i) => ({ id: `id-${i}`, utmContent: token }));
const NOTHING: Findings = { failed: [], lost: [], invented: [], twice: [], wrong: [], older: [] };

describe('checkHistory', () => {
  test('given every answered click stored once, then there is nothing to find', () => {
    const log = [record('a'), record('b', { sentAt: 5, location: page(2, 'b') })];
    expect(checkHistory({ log, stored: stored('a', 'b'), pages: PAGES })).toEqual(NOTHING);
  });

  test.each([
    { given: 'a redirect that nobody stored', log: [record('a')], stored: [], finds: { lost: ['a'] } },
    { given: 'a stored click that nobody sent', log: [], stored: stored('x'), finds: { invented: ['x'] } },
    { given: 'one click under two ids', log: [record('a')], stored: stored('a', 'a'), finds: { twice: ['a'] } },
    {
      given: 'an answer that is no redirect',
      log: [record('a', { status: 500 })],
      stored: [],
      finds: { failed: ['a: 500'] },
    },
    {
      given: 'no answer, and a click stored all the same',
      log: [record('a', { status: 0, fault: 'socket hang up' })],
      stored: stored('a'),
      finds: { failed: ['a: socket hang up'] },
    },
    {
      given: 'another host',
      log: [record('a', { location: 'https://evil.example/1?release=1&utm_content=a' })],
      stored: stored('a'),
      finds: { wrong: ['a: https://evil.example/1?release=1&utm_content=a'] },
    },
    {
      given: "somebody else's token",
      log: [record('a', { location: page(1, 'b') })],
      stored: stored('a'),
      finds: { wrong: [`a: ${page(1, 'b')}`] },
    },
    {
      given: 'an older release after a newer one was seen',
      log: [record('a', { location: page(2, 'a') }), record('b', { sentAt: 5 })],
      stored: stored('a', 'b'),
      finds: { older: ['b: release 1 after 2'] },
    },
    {
      given: 'an older release sent before the newer one was answered',
      log: [record('a', { ms: 10, location: page(2, 'a') }), record('b', { sentAt: 5 })],
      stored: stored('a', 'b'),
      finds: {},
    },
    {
      given: 'an older release at another server',
      log: [record('a', { location: page(2, 'a') }), record('b', { sentAt: 5, port: 2 })],
      stored: stored('a', 'b'),
      finds: {},
    },
  ])('given $given, then it finds that and no more', ({ log, stored, finds }) => {
    expect(checkHistory({ log, stored, pages: PAGES })).toEqual({ ...NOTHING, ...finds });
  });
});

import { DEFAULT_STEP_RULES } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { findKey } from './find-key.ts';
import { readCall } from './read-call.ts';
import { stepOf } from './step-of.ts';

const RECEIVED_AT = Date.parse('2026-11-22T12:00:10.000Z');

const PAGE = {
  type: 'page',
  messageId: 'ajs-1',
  anonymousId: 'a1',
  name: 'Solar quiz',
  properties: { url: 'https://pages.example/a' },
  context: { campaign: { content: 'AbC' }, page: { search: '?utm_content=other' } },
  originalTimestamp: '2026-11-22T11:00:00.000Z',
  sentAt: '2026-11-22T11:00:01.500Z',
  receivedAt: '2026-11-22T12:00:09.000Z',
  timestamp: '2026-11-22T12:00:07.500Z',
};

const messagesOf = (body: unknown) => {
  const read = readCall(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), RECEIVED_AT);
  return read.ok ? read.messages : read.detail;
};

describe('readCall (C17)', () => {
  test.each([
    ['one event', PAGE, 1],
    ['an array of them', [PAGE, { ...PAGE, type: 'track', event: 'Quiz Started' }], 2],
    ['a batch as the HTTP API takes it', { batch: [PAGE, PAGE], sentAt: PAGE.sentAt }, 2],
    ['what describes a person beside it', [{ type: 'identify', userId: 'u1', traits: {} }, PAGE], 1],
    ['what is no event', [null, 1, 'x', [], {}], 0],
  ])('given %s, then the events in it that can mean a step', (_given, body, count) => {
    expect(messagesOf(body)).toHaveLength(count);
  });

  test.each([['{"type":"page"'], ['"page"'], ['']])('given %j, then it is told that it cannot be read', (body) => {
    expect(messagesOf(body)).toEqual(expect.stringMatching(/^The body is/));
  });

  test.each([
    ['as Segment corrected it', PAGE, '2026-11-22T12:00:07.500Z'],
    ['corrected here, where it is missing', { ...PAGE, timestamp: undefined }, '2026-11-22T12:00:08.500Z'],
    ['of receipt, where nothing else is known', { type: 'page', sentAt: PAGE.sentAt }, '2026-11-22T12:00:10.000Z'],
    ['of receipt, instead of the future', { ...PAGE, timestamp: '2027-01-01T00:00:00Z' }, '2026-11-22T12:00:10.000Z'],
    [
      'of receipt, instead of a date without a zone',
      { type: 'page', timestamp: '2026-11-22T10:00:00' },
      '2026-11-22T12:00:10.000Z',
    ],
  ])('given an event, then its time is the one %s', (_which, body, expected) => {
    expect(messagesOf(body)).toMatchObject([{ occurredAt: Date.parse(expected) }]);
  });

  test('given an event without an id, then equal ones are one', () => {
    const { messageId: _, ...nameless } = PAGE;
    const [first, second] = messagesOf([nameless, nameless]) as { identity: string }[];
    expect(first?.identity).toBe(second?.identity);
  });
});

describe('findKey (C17)', () => {
  const context = (page: object, campaign: object = {}) => ({ context: { page, campaign } });
  test.each([
    ['its own property before all', { properties: { utm_content: 'own' }, ...context({}, { content: 'c' }) }, 'own'],
    ['the campaign before the address', context({ search: '?utm_content=s' }, { content: 'c' }), 'c'],
    [
      'the query before the whole address',
      context({ search: '?utm_content=s', url: 'https://x.example/?utm_content=u' }),
      's',
    ],
    ['the address at last', context({ search: '', url: 'https://x.example/?a=1&utm_content=u#utm_content=no' }), 'u'],
    ['an address decoded once', context({ search: '?utm_content=a%2525b+c' }), 'a%25b c'],
    ['what is no UTF-8 as it stands', context({ search: '?utm_content=%ff' }), '%ff'],
    ['a property as it came', { properties: { utm_content: 'a%2Bb' } }, 'a%2Bb'],
    [
      'a placeholder passed over',
      { properties: { utm_content: '{utm_content}' }, ...context({}, { content: 'c' }) },
      'c',
    ],
    ['a number passed over', { properties: { utm_content: 7 } }, null],
    ['another parameter left alone', context({ search: '?xutm_content=1&utm_contents=2' }), null],
  ])('given several places, then %s', (_rule, message, key) => expect(findKey(message)).toBe(key));
});

describe('stepOf (C17)', () => {
  test.each([
    ['page', 'anything', 'viewed'],
    ['page', '', 'viewed'],
    ['track', 'Quiz Started', 'quiz_started'],
    ['track', 'Quiz Submitted', 'quiz_submitted'],
    ['track', 'quiz started', null],
    ['screen', 'Quiz Started', null],
  ] as const)('given a %s named %j and no rules of the workspace’s own, then it means %s', (type, name, step) =>
    expect(stepOf(DEFAULT_STEP_RULES, { type, name })).toBe(step),
  );

  test('given a name that means another step than any name, then the name counts', () => {
    const rules = { ...DEFAULT_STEP_RULES, quiz_submitted: [{ type: 'page', name: 'Thanks' } as const] };
    expect(stepOf(rules, { type: 'page', name: 'Thanks' })).toBe('quiz_submitted');
  });
});

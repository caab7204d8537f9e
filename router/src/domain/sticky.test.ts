import { describe, expect, test } from 'vitest';
import { signingKeyOf } from './click-id.ts';
import { sipKeyOf } from './sip-hash.ts';
import { readCookie, readSticky, readVisitorId, writeSticky } from './sticky.ts';

const signing = { number: 5, key: sipKeyOf(new Uint8Array(16).fill(7)) };
const sticky = { agentNumber: 12, owner: 2_500, survivors: 10_000 };

describe('a sticky agent', () => {
  const value = writeSticky('exp_a', sticky, signing);

  test('R5: given what an edge wrote, then it reads it back', () =>
    expect(readSticky('exp_a', value, signing)).toEqual(sticky));

  test('R5: given the cookie of another experiment or another key, then it is nobody’s', () => {
    expect(readSticky('exp_b', value, signing)).toBeNull();
    expect(readSticky('exp_a', value, { number: 5, key: sipKeyOf(new Uint8Array(16).fill(8)) })).toBeNull();
  });

  test('R5, R23: given a key that was rotated, then what it signed counts as long as it is named, and no longer', () => {
    const next = sipKeyOf(new Uint8Array(16).fill(8));
    const rotated = signingKeyOf(
      new Map([
        [5, signing.key],
        [6, next],
      ]),
    );
    expect(readSticky('exp_a', value, rotated)).toEqual(sticky);
    expect(readSticky('exp_a', writeSticky('exp_a', sticky, rotated), rotated)).toEqual(sticky);
    expect(readSticky('exp_a', value, signingKeyOf(new Map([[6, next]])))).toBeNull();
    expect(readSticky('exp_a', value.replace('.5.', '.6.'), rotated)).toBeNull();
  });

  test('R5: given any character changed, then nobody can choose a page or a probability with it', () => {
    for (let i = 0; i < value.length; i += 1) {
      const changed = value.slice(0, i) + (value[i] === '1' ? '2' : '1') + value.slice(i + 1);
      expect(readSticky('exp_a', changed, signing)).toBeNull();
    }
  });

  test.each(['', '.', '12.2500.10000', 'x'.repeat(10_000), '1.1.1.5.0000000000000000'])(
    'given %j, then nothing',
    (text) => expect(readSticky('exp_a', text, signing)).toBeNull(),
  );
});

describe('readCookie', () => {
  test.each([
    { header: 'a=1; alyson_visitor=v; b=2', value: 'v' },
    { header: 'alyson_visitor=v', value: 'v' },
    { header: 'alyson_visitor=v;a=1', value: 'v' },
    { header: 'xalyson_visitor=v; alyson_visitors=w', value: null },
    { header: 'alyson_visitor=first; alyson_visitor=second', value: 'first' },
    { header: 'alyson_visitor=', value: '' },
    { header: ';;;  ;', value: null },
    { header: '', value: null },
    { header: null, value: null },
  ])('given $header, then $value', ({ header, value }) => expect(readCookie(header, 'alyson_visitor')).toBe(value));
});

test.each([
  { value: '3pSGi1m0hqOql', id: '3pSGi1m0hqOql' },
  { value: '3pSGi1m0hqOq', id: null },
  { value: '<script>12345', id: null },
  { value: null, id: null },
])('given $value as a visitor’s id, then $id', ({ value, id }) => expect(readVisitorId(value)).toBe(id));

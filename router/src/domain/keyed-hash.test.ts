import { describe, expect, test } from 'vitest';
import { concealPerson, keyedHash } from './keyed-hash.ts';
import { sipKeyOf } from './sip-hash.ts';

const signing = { number: 4, key: sipKeyOf(new Uint8Array(16).fill(9)) };
const other = { number: 4, key: sipKeyOf(new Uint8Array(16).fill(8)) };

describe('keyedHash', () => {
  test('R24: given the same text, then the same hash, and another one for another key or purpose', () => {
    const hash = keyedHash(signing, 'address', '192.0.2.1');
    expect(hash).toMatch(/^4\.[0-9a-f]{16}$/);
    expect(keyedHash(signing, 'address', '192.0.2.1')).toBe(hash);
    expect(keyedHash(other, 'address', '192.0.2.1')).not.toBe(hash);
    expect(keyedHash(signing, 'person', '192.0.2.1')).not.toBe(hash);
  });
});

describe('concealPerson', () => {
  test.each([
    'jo@example.com',
    ' Jo.Doe+x@mail.example.co.uk ',
    '+1 555 234 5678',
    '+4915112345678',
    '(555) 234-5678',
    '555-234-5678',
    '5552345678',
    '15552345678',
  ])('R24: given %j, then only its keyed hash is kept', (text) =>
    expect(concealPerson(signing, text)).toMatch(/^hashed:4\.[0-9a-f]{16}$/),
  );

  test.each([
    '',
    'facebook',
    '1790000000',
    '1790000000123',
    '23851234567890123',
    '6f1ed002-ab55-4b3e',
    '@',
    'a@b',
    '12-34',
  ])('R24: given %j, then it is kept as it is', (text) => expect(concealPerson(signing, text)).toBe(text));

  test('R24: given one person in two spellings, then one hash', () =>
    expect(concealPerson(signing, 'JO@example.com')).toBe(concealPerson(signing, 'jo@example.com ')));
});

import { describe, expect, test } from 'vitest';
import { sipHash24, sipKeyOf } from './sip-hash.ts';

const key = sipKeyOf(Uint8Array.from({ length: 16 }, (_, i) => i));
const bytesUpTo = (length: number) => String.fromCharCode(...Array.from({ length }, (_, i) => i));

/** The reference prints the result's bytes, least first. */
function hexOf({ low, high }: { low: number; high: number }): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setUint32(0, low, true);
  new DataView(bytes.buffer).setUint32(4, high, true);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('sipHash24', () => {
  // From vectors.h of the reference implementation (github.com/veorq/SipHash): the message is 00 01 02 …
  test.each([
    { length: 0, hash: '310e0edd47db6f72' },
    { length: 1, hash: 'fd67dc93c539f874' },
    { length: 7, hash: '37d1018bf50002ab' },
    { length: 8, hash: '6224939a79f5f593' },
    { length: 15, hash: 'e545be4961ca29a1' },
    { length: 24, hash: '94af49f6c650adb8' },
    { length: 63, hash: '724506eb4c328a95' },
  ])('R23: given the reference vector of $length bytes, then its hash', ({ length, hash }) =>
    expect(hexOf(sipHash24(key, bytesUpTo(length)))).toBe(hash),
  );

  test('R23: given the body of a click id, then what OpenSSL says', () =>
    expect(hexOf(sipHash24(key, 'a0123456789abcdefghijklm'))).toBe('8b0085e15b449991'));

  test('given a key of another length, then it is refused', () =>
    expect(() => sipKeyOf(new Uint8Array(8))).toThrow('16 bytes'));
});

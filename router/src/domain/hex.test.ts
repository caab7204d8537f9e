import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex32 } from './hex.ts';

test('given any 32-bit integer, then its eight hex digits', () =>
  fc.assert(
    fc.property(fc.nat({ max: 0xffffffff }), (word) => {
      expect(toHex32(word)).toBe(word.toString(16).padStart(8, '0'));
    }),
  ));

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDataKeys, type DataKey } from './data-keys.ts';

const newKey = (id: string): DataKey => ({ id, key: randomBytes(32) });
const [OLD, NEW] = [newKey('old'), newKey('new')];
const ring = (...keys: DataKey[]) => createDataKeys(keys, randomBytes);
const PLACE = 'buyer_reports.body:rpt_1';

describe('createDataKeys (G7)', () => {
  test('given any bytes, then they open in their place, and what is kept holds none of them', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 500 }), (bytes) => {
        const kept = ring(NEW).seal(bytes, PLACE);
        expect(Buffer.from(ring(NEW).open(kept, PLACE))).toEqual(Buffer.from(bytes));
        expect(Buffer.from(kept.bytes).includes(Buffer.from(bytes))).toBe(false);
      }),
    ));

  test('given the same bytes twice, then what is kept differs', () => {
    const { seal } = ring(NEW);
    expect(seal(Buffer.from('a'), PLACE).bytes).not.toEqual(seal(Buffer.from('a'), PLACE).bytes);
  });

  test('given a new key in front, then it writes, and the old one still reads', () => {
    const kept = ring(OLD).seal(Buffer.from('a report'), PLACE);
    const both = ring(NEW, OLD);
    expect(Buffer.from(both.open(kept, PLACE)).toString()).toBe('a report');
    expect(both.seal(Buffer.from('another'), PLACE).keyId).toBe('new');
  });

  test('given bytes from before there were keys, then they are as they were', () => {
    const bytes = Buffer.from('in the clear');
    expect(ring(NEW).open({ keyId: null, bytes }, PLACE)).toBe(bytes);
  });

  test('given that the key is missing, then the problem names it and may be tried again', () => {
    const kept = ring(OLD).seal(Buffer.from('a report'), PLACE);
    expect(() => ring(NEW).open(kept, PLACE)).toThrow(
      expect.objectContaining({ code: 'data_key_missing', message: expect.stringContaining('old') }),
    );
  });

  test.each([
    { given: 'another row', place: 'buyer_reports.body:rpt_2', alter: (bytes: Buffer) => bytes },
    { given: 'a changed byte', place: PLACE, alter: (bytes: Buffer) => bytes.fill(0, 30, 31) },
    { given: 'missing bytes', place: PLACE, alter: (bytes: Buffer) => bytes.subarray(0, -1) },
    { given: 'almost no bytes', place: PLACE, alter: (bytes: Buffer) => bytes.subarray(0, 20) },
    { given: 'none', place: PLACE, alter: () => Buffer.alloc(0) },
  ])('given $given, then it does not open, and nothing of it is said', ({ place, alter }) => {
    const kept = ring(NEW).seal(Buffer.from('a report of somebody'), PLACE);
    const altered = { ...kept, bytes: alter(Buffer.from(kept.bytes)) };
    expect(() => ring(NEW).open(altered, place)).toThrow(`what is kept at ${place} does not open`);
  });
});

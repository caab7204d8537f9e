import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clickIdPart, Draw, mintClickId, parseClickId, signingKeyOf, verifyClickId } from './click-id.ts';
import { sipKeyOf } from './sip-hash.ts';

const keyOf = (byte: number) => sipKeyOf(new Uint8Array(16).fill(byte));
const keys = new Map([
  [3, keyOf(3)],
  [61, keyOf(61)],
]);
const word = fc.nat({ max: 0xffffffff });
const anyFacts = fc.record({
  experimentNumber: fc.nat({ max: 62 ** 4 - 1 }),
  agentNumber: fc.nat({ max: 3843 }),
  releaseNumber: fc.nat({ max: 0x7fffffff }),
});
const anyAt = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2130, 0, 1) });

describe('click id', () => {
  test('R23: given any facts, then the id holds them, is provable, and fits TUNE', () =>
    fc.assert(
      fc.property(anyFacts, anyAt, word, word, (facts, at, one, two) => {
        const draw = new Draw(at, [one, two]);
        const id = mintClickId(draw, clickIdPart(facts), signingKeyOf(keys));
        expect(id).toMatch(/^a[0-9A-Za-z]{29}$/);
        expect(verifyClickId(id, keys)).toEqual({
          ...facts,
          releaseNumber: facts.releaseNumber % 62 ** 3,
          at,
          keyNumber: 61,
          draw: draw.text,
        });
      }),
    ));

  test('R23: given an id with one character changed, then it is not ours', () => {
    const draw = new Draw(Date.UTC(2026, 10, 22), [1, 2]);
    const id = mintClickId(
      draw,
      clickIdPart({ experimentNumber: 5, agentNumber: 1, releaseNumber: 9 }),
      signingKeyOf(keys),
    );
    for (let i = 1; i < id.length; i += 1) {
      const changed = id.slice(0, i) + (id[i] === 'x' ? 'y' : 'x') + id.slice(i + 1);
      expect(verifyClickId(changed, keys)).toBeNull();
    }
  });

  test('R23: given keys rotated, then ids of the old one still verify until it is taken away', () => {
    const old = new Map([[3, keyOf(3)]]);
    const id = mintClickId(
      new Draw(0, [0, 0]),
      clickIdPart({ experimentNumber: 0, agentNumber: 0, releaseNumber: 0 }),
      signingKeyOf(old),
    );
    expect(verifyClickId(id, keys)).not.toBeNull();
    expect(verifyClickId(id, new Map([[61, keyOf(61)]]))).toBeNull();
  });

  test('given a clock before 2020, then the id keeps its form', () =>
    expect(new Draw(-1, [0xffffffff, 0]).text).toMatch(/^[0-9A-Za-z]{13}$/));

  test.each(['', '1027c887059b47bc69c699f45466b9', 'a', `a${'é'.repeat(29)}`, `a${'0'.repeat(30)}`])(
    'given %j, then it is no click id',
    (text) => expect(parseClickId(text)).toBeNull(),
  );
});

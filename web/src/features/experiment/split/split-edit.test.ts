import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entriesOf, evenSplit, moveDivider, scaleTo100, setShare, sharesOf, totalOf } from './split-edit.ts';

const entries = (...shares: (number | null)[]) =>
  shares.map((basisPoints, i) => ({ agentId: `agent-${i}`, basisPoints }));

describe('totalOf', () => {
  test('given a field that cannot be read, then the others still count', () =>
    expect(totalOf(entries(3500, null, 6400))).toBe(9900));
});

describe('setShare', () => {
  test('given one field typed in, then no other changes and nothing is scaled', () =>
    expect(sharesOf(setShare(entries(5000, 5000), 'agent-1', 2000))).toEqual([5000, 2000]));
});

describe('evenSplit', () => {
  test('given three agents, then the shares sum to exactly 100% and differ by a basis point at most', () =>
    expect(sharesOf(evenSplit(entries(1, 2, 3)))).toEqual([3334, 3333, 3333]));
});

describe('scaleTo100', () => {
  test('given 99%, then the proportions stay and the sum is exact', () =>
    expect(sharesOf(scaleTo100(entries(3300, 6600)))).toEqual([3333, 6667]));

  test('given nothing readable, then everybody gets the same', () =>
    expect(sharesOf(scaleTo100(entries(null, 0)))).toEqual([5000, 5000]));
});

describe('moveDivider', () => {
  test('given a move to the right, then the left agent gains what the right one loses', () =>
    expect(sharesOf(moveDivider(entries(4000, 3000, 3000), 0, 500))).toEqual([4500, 2500, 3000]));

  test('given a move beyond an agent, then it stops at 0', () =>
    expect(sharesOf(moveDivider(entries(4000, 200, 5800), 0, 500))).toEqual([4200, 0, 5800]));

  test('given any moves, then the total never changes and no share is negative', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -9000, max: 9000 })), { maxLength: 20 }),
        (moves) => {
          const start = entriesOf(new Map([4000, 3000, 2000, 1000].map((share, i) => [`${i}`, share])));
          const end = moves.reduce((now, [index, by]) => moveDivider(now, index, by), start);
          expect(totalOf(end)).toBe(10_000);
          expect(sharesOf(end).every((share) => share >= 0)).toBe(true);
        },
      ),
    ));
});

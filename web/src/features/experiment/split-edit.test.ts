import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entriesOf, evenSplit, moveDivider, parseShare, scaleTo100, sharesOf, totalOf } from './split-edit.ts';

const entries = (...texts: string[]) => texts.map((text, i) => ({ agentId: `agent-${i}`, text }));

describe('parseShare', () => {
  test.each([
    ['35', 3500],
    ['33.3', 3330],
    ['33,33 %', 3333],
    [' 100% ', 10_000],
    ['0', 0],
    ['', null],
    ['101', null],
    ['-1', null],
    ['33.333', null],
    ['ten', null],
  ])('given "%s", then %s', (text, share) => expect(parseShare(text)).toBe(share));
});

describe('totalOf', () => {
  test('given a field that cannot be read, then the others still count', () =>
    expect(totalOf(entries('35', 'x', '64'))).toBe(9900));
});

describe('evenSplit', () => {
  test('given three agents, then the shares sum to exactly 100% and differ by a basis point at most', () =>
    expect(sharesOf(evenSplit(entries('1', '2', '3')))).toEqual([3334, 3333, 3333]));
});

describe('scaleTo100', () => {
  test('given 99%, then the proportions stay and the sum is exact', () => {
    const scaled = scaleTo100(entries('33', '66'));
    expect(sharesOf(scaled)).toEqual([3333, 6667]);
  });

  test('given nothing readable, then everybody gets the same', () =>
    expect(sharesOf(scaleTo100(entries('', '0')))).toEqual([5000, 5000]));
});

describe('moveDivider', () => {
  test('given a move to the right, then the left agent gains what the right one loses', () =>
    expect(sharesOf(moveDivider(entries('40', '30', '30'), 0, 500))).toEqual([4500, 2500, 3000]));

  test('given a move beyond an agent, then it stops at 0', () =>
    expect(sharesOf(moveDivider(entries('40', '2', '58'), 0, 500))).toEqual([4200, 0, 5800]));

  test('given any moves, then the total never changes and no share is negative', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -9000, max: 9000 })), { maxLength: 20 }),
        (moves) => {
          const start = entriesOf(
            [4000, 3000, 2000, 1000].map((weightBasisPoints, i) => ({ agentId: `${i}`, weightBasisPoints })),
          );
          const end = moves.reduce((now, [index, by]) => moveDivider(now, index, by), start);
          expect(totalOf(end)).toBe(10_000);
          expect(sharesOf(end).every((share) => share !== null && share >= 0)).toBe(true);
        },
      ),
    ));
});

import { describe, expect, test } from 'vitest';
import { type DelayCount, estimateArrival, shareArrived } from './arrival-curve.ts';

const SLOTS = 4;

/** Clicks of each age slot whose events come in slots 0 to 3 as 40, 30, 20 and 10 of a hundred; later ones are not there yet. */
const grown = (ages: readonly number[]): DelayCount[] =>
  ages.flatMap((ageSlot) =>
    [40, 30, 20, 10]
      .map((count, delaySlot) => ({ delaySlot, ageSlot, count }))
      .filter((one) => one.delaySlot <= ageSlot),
  );

describe('estimateArrival', () => {
  test('given only clicks that are old, then the shares are the plain ones', () => {
    expect(estimateArrival(grown([3]), SLOTS)).toEqual([0.4, 0.7, 0.9, 1].map((share) => expect.closeTo(share, 10)));
  });

  test('given as many young clicks of which late events are still to come, then the shares are the same', () => {
    expect(estimateArrival(grown([0, 0, 0, 1, 1, 2, 3]), SLOTS)).toEqual(
      [0.4, 0.7, 0.9, 1].map((share) => expect.closeTo(share, 10)),
    );
  });

  test('given too few events, then nothing is said', () => {
    expect(estimateArrival([{ delaySlot: 0, ageSlot: 3, count: 19 }], SLOTS)).toBeNull();
  });

  test('given nothing older than a slot, then what comes later counts as nothing', () => {
    expect(estimateArrival(grown([1, 1]), SLOTS)?.slice(1)).toEqual([1, 1, 1]);
  });
});

describe('shareArrived', () => {
  test('given clicks of several ages, then their shares are weighed by how many there are', () => {
    const byAge = new Map([
      [-1, 200],
      [0, 300],
      [3, 100],
    ]);
    expect(shareArrived([0.4, 0.7, 0.9, 1], byAge)).toBeCloseTo((200 * 0.2 + 300 * 0.55 + 100) / 600, 10);
  });

  test.each([
    ['no curve', null, new Map([[0, 1]])],
    ['no clicks', [1], new Map<number, number>()],
  ])('given %s, then it is not known', (_given, shares, byAge) => expect(shareArrived(shares, byAge)).toBeNull());
});

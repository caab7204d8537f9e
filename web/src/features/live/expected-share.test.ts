import { describe, expect, test } from 'vitest';
import { expectedShare } from './expected-share.ts';

describe('expectedShare', () => {
  test('given 100 clicks at one half, then about 40% to 60%', () => {
    const { low, high } = expectedShare(5000, 100);
    expect(low).toBeCloseTo(0.402, 3);
    expect(high).toBeCloseTo(0.598, 3);
  });

  test('given few clicks, then never below 0% or above 100%', () =>
    expect(expectedShare(9900, 3)).toMatchObject({ high: 1 }));

  test('given an agent without weight, then it is to get nothing', () =>
    expect(expectedShare(0, 50)).toEqual({ low: 0, high: 0 }));

  test('given no clicks, then nothing is expected', () => expect(expectedShare(5000, 0)).toEqual({ low: 0, high: 1 }));
});

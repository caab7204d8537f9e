import { describe, expect, test } from 'vitest';
import { tickerView } from './ticker.ts';

const row = (id: string, outcome = 'none') => ({ id, outcome });

describe('tickerView', () => {
  test('given a running ticker, then it shows the newest rows', () =>
    expect(tickerView([row('c'), row('b')], null)).toEqual({
      shown: [row('c'), row('b')],
      waiting: 0,
      isAtLeast: false,
    }));

  test('given a held ticker, then no row moves and the newer ones are counted', () =>
    expect(tickerView([row('d'), row('c'), row('b')], [row('b'), row('a')])).toEqual({
      shown: [row('b'), row('a')],
      waiting: 2,
      isAtLeast: false,
    }));

  test('given a held row whose outcome came, then it changes in place', () =>
    expect(tickerView([row('b', 'lead'), row('a')], [row('b'), row('a')]).shown).toEqual([row('b', 'lead'), row('a')]));

  test('given more newer rows than are kept, then it says at least so many', () =>
    expect(tickerView([row('z'), row('y')], [row('b'), row('a')])).toMatchObject({ waiting: 2, isAtLeast: true }));

  test('given a ticker held while empty, then what comes is counted', () =>
    expect(tickerView([row('a')], [])).toEqual({ shown: [], waiting: 1, isAtLeast: true }));
});

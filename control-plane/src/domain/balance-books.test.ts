import type { EdgeBooks } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceBooks } from './balance-books.ts';

const booksOf = (change: Partial<EdgeBooks>): EdgeBooks => ({
  edge: 'local',
  ledgerId: 'l1',
  answered: 100,
  delivered: 100,
  onDisk: 0,
  inMemory: 0,
  unconfirmed: 0,
  setAside: 0,
  lost: 0,
  unknown: 0,
  adopted: 0,
  ...change,
});

describe('the ledger of a router', () => {
  test.each([
    {
      given: 'all stored',
      books: {},
      stored: [100, 100],
      expected: { stored: 100, onTheWay: 0, lost: 0, difference: 0 },
    },
    {
      given: 'one missing in the database',
      books: {},
      stored: [99, 99],
      expected: { stored: 99, difference: 1 },
    },
    {
      given: 'one stored of which the router knows nothing',
      books: {},
      stored: [101, 101],
      expected: { stored: 101, difference: -1 },
    },
    {
      given: 'a delivery stored whose answer is not there yet',
      books: { delivered: 90, onDisk: 10, unconfirmed: 10 },
      stored: [95, 95],
      expected: { stored: 95, onTheWay: 5, difference: 0 },
    },
    {
      given: 'more on the way than waits',
      books: { delivered: 90, onDisk: 10, unconfirmed: 4 },
      stored: [95, 95],
      expected: { difference: -1 },
    },
    {
      given: 'clicks stored while the books were read',
      books: { delivered: 90, onDisk: 10 },
      stored: [80, 100],
      expected: { stored: 90, onTheWay: 10, difference: 0 },
    },
    {
      given: 'clicks sent from memory when the process ended, some of which arrived',
      books: { delivered: 90, unknown: 10 },
      stored: [93, 93],
      expected: { stored: 93, lost: 7, difference: 0 },
    },
    {
      given: 'clicks that older books had brought in',
      books: { adopted: 10 },
      stored: [92, 92],
      expected: { stored: 100, difference: 0 },
    },
  ])('R23: given $given, then $expected', ({ books, stored: [before = 0, after = 0], expected }) => {
    expect(balanceBooks(booksOf(books), before, after)).toMatchObject(expected);
  });

  const count = fc.nat(50);
  test('R23: given any books that add up, then one click more or less in the database is seen, but for what is in doubt', () =>
    fc.assert(
      fc.property(
        fc.record({ delivered: count, onDisk: count, inMemory: count, setAside: count, lost: count, unknown: count }),
        fc.integer({ min: -100, max: 100 }),
        (ends, error) => {
          const answered = Object.values(ends).reduce((sum, each) => sum + each, 0);
          const stored = Math.max(0, ends.delivered + error);
          const { difference, ...rest } = balanceBooks(booksOf({ ...ends, answered }), stored, stored);
          const isInDoubt = stored >= ends.delivered && stored <= ends.delivered + ends.unknown;
          expect(difference === 0).toBe(isInDoubt);
          expect(rest.stored + rest.onTheWay + rest.setAside + rest.lost + difference).toBe(answered);
        },
      ),
    ));
});

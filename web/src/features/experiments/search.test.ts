import { expect, test } from 'vitest';
import { experimentsSearch } from './search.ts';

test('given a whole address, then all of it is kept', () => {
  expect(experimentsSearch.parse({ status: 'held', q: 'solar', sort: '-rpc' })).toEqual({
    status: 'held',
    q: 'solar',
    sort: '-rpc',
  });
});

test.each([
  { given: { status: 'gone' } },
  { given: { sort: 'drop table' } },
  { given: { q: 7 } },
  { given: { q: 'x'.repeat(121) } },
  { given: { unknown: 1 } },
])('given a broken value $given, then it falls back and nothing fails', ({ given }) => {
  expect(Object.values(experimentsSearch.parse(given)).filter((value) => value !== undefined)).toEqual([]);
});

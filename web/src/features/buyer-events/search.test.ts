import { expect, test } from 'vitest';
import { leadsSearch } from './search.ts';

test('given a key as it came, then not one character of it is changed (R16)', () => {
  const key = 'a+b%2f c';
  expect(leadsSearch.parse({ q: key }).q).toBe(key);
});

test('given broken values, then they fall back and nothing fails', () => {
  expect(leadsSearch.parse({ experiment: 'exp_no', joined: 'maybe', q: 5, open: 'x'.repeat(65) })).toEqual({
    experiment: undefined,
    joined: undefined,
    q: undefined,
    open: undefined,
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meantName, splitQuery } from './raw-query.ts';

describe('splitQuery', () => {
  test.each([
    { query: '', pairs: [] },
    {
      query: 'a=1&b=2',
      pairs: [
        ['a', '1'],
        ['b', '2'],
      ],
    },
    { query: 'a', pairs: [['a', '']] },
    { query: '=x', pairs: [['', 'x']] },
    { query: 'a=b=c', pairs: [['a', 'b=c']] },
    {
      query: '&&a=1&',
      pairs: [
        ['', ''],
        ['', ''],
        ['a', '1'],
        ['', ''],
      ],
    },
    { query: 'utm%5fcontent=a+b%2F', pairs: [['utm_content', 'a+b%2F']] },
    {
      query: 'a+b=1&%zz=2&%e9=3&%C3%A9=4',
      pairs: [
        ['a b', '1'],
        ['%zz', '2'],
        ['%e9', '3'],
        ['é', '4'],
      ],
    },
  ])('R12: given $query, then names are decoded for comparing and values are raw', ({ query, pairs }) =>
    expect(splitQuery(query).map(({ name, value }) => [name, value])).toEqual(pairs),
  );

  test('R12: given any query, then its pairs joined are the same bytes', () =>
    fc.assert(
      fc.property(fc.string(), (query) => {
        expect(
          splitQuery(query)
            .map(({ raw }) => raw)
            .join('&'),
        ).toBe(query);
      }),
    ));
});

test('R2: given a link pasted from HTML, then amp;offer_id is meant as offer_id', () =>
  expect(splitQuery('aff_id=3&amp;offer_id=7').map(({ name }) => meantName(name))).toEqual(['aff_id', 'offer_id']));

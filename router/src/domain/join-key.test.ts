import { describe, expect, test } from 'vitest';
import { findJoinKey } from './join-key.ts';
import { readLinkParameters } from './link-parameters.ts';

const keyOf = (query: string) => findJoinKey(readLinkParameters(query));
const inbound = (value: string, others: string[] = []) => ({ value, source: 'inbound', others });
const transaction = (value: string) => ({ value, source: 'transaction_id', others: [] });

describe('findJoinKey', () => {
  test.each([
    { query: 'utm_content=abc', key: inbound('abc') },
    { query: 'utm_content=a+b%2F%zz', key: inbound('a+b%2F%zz') },
    { query: 'utm%5Fcontent=abc', key: inbound('abc') },
    { query: 'x=1&amp;utm_content=abc', key: inbound('abc') },
    { query: 'utm_content=a&utm_content=b&utm_content=a&utm_content=c', key: inbound('a', ['b', 'c']) },
    { query: 'utm_content=&utm_content={click_id}&utm_content=real', key: inbound('real') },
    { query: 'utm_content=real&utm_content={click_id}', key: inbound('real') },
    { query: 'utm_content=pre-{x}', key: inbound('pre-{x}') },
    { query: 'utm_content={a}-{b}', key: inbound('{a}-{b}') },
    { query: 'utm_content=abc&transaction_id=102f', key: inbound('abc') },
    { query: 'utm_content={transaction_id}&transaction_id=102f', key: transaction('102f') },
    { query: 'utm_content=%7Bclick_id%7D&transaction_id=102f', key: transaction('102f') },
    { query: 'utm_content=%7bclick%5fid%7d&transaction_id=102f', key: transaction('102f') },
    { query: 'utm_content={{ad.id}}&transaction_id=102f', key: transaction('102f') },
    { query: 'utm_content={a}%7Bb%7D&transaction_id=102f', key: transaction('102f') },
    { query: 'transaction_id=102f', key: transaction('102f') },
    { query: 'transaction_id={transaction_id}', key: null },
    { query: 'utm_content=&transaction_id=', key: null },
    { query: 'utm_content', key: null },
    { query: '', key: null },
  ])('R16: given $query, then the key is $key.value from $key.source', ({ query, key }) =>
    expect(keyOf(query)).toEqual(key),
  );

  test('given a hostile row of braces, then it is judged at once', () => {
    const startedAt = performance.now();
    keyOf(`utm_content=${'{'.repeat(30_000)}${'%7Ba'.repeat(8_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});

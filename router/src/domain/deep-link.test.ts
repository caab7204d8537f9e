import { describe, expect, test } from 'vitest';
import { parseDeepLink } from './deep-link.ts';

const HOSTS = ['shop.example.com'];
const raw = encodeURIComponent;

describe('parseDeepLink', () => {
  test.each([
    { url: raw('https://shop.example.com/p?a=1'), why: 'encoded, as TUNE’s links have it' },
    { url: 'https://shop.example.com/p', why: 'as it stands' },
    { url: raw('https://SHOP.example.com/p'), why: 'hosts have no case' },
  ])('R17: given $url, then it is a page: $why', ({ url }) =>
    expect(parseDeepLink(url, HOSTS)?.host).toBe('shop.example.com'),
  );

  test.each([
    raw('http://shop.example.com/p'),
    raw('https://evil.example/p'),
    raw('https://shop.example.com.evil.example/'),
    raw('https://evil.example/?https://shop.example.com/'),
    raw('https://shop.example.com@evil.example/'),
    raw('https://user@shop.example.com/'),
    raw('https://shop.example.com:8443/'),
    raw('https://shop.example.com\\@evil.example/'),
    raw('//shop.example.com/'),
    raw('javascript:alert(1)//shop.example.com'),
    raw('https://{source}/'),
    raw('https://shop.example.com\r\nX: 1'),
    raw(raw('https://shop.example.com/')),
    raw('https://shop.example.com%2F@evil.example/'),
    '%',
    '',
  ])('R17: given %s, then nobody is led there', (url) => expect(parseDeepLink(url, HOSTS)).toBeNull());

  test('R17: given no host in the list, then no page', () =>
    expect(parseDeepLink(raw('https://shop.example.com/'), [])).toBeNull());

  test('R14, R17: given macros and other braces, then macros are kept to be filled in, and the rest is text', () => {
    const template = parseDeepLink(raw('https://shop.example.com/p?c={transaction_id}&g={goal_id}&b={'), HOSTS);
    expect(template?.before).toEqual([
      'https://shop.example.com/p?c=',
      { macro: 'transaction_id', place: 'query' },
      '&g=%7Bgoal_id%7D&b=%7B&',
    ]);
  });

  test.each(['{CLICK_ID}', '%7Bclick_id%7D', '%7bClick_Id%7D'])(
    'R17: given %s, which is no macro as it is written, then it is text, and the page a page',
    (text) => {
      const encoded = text.replace('{', '%7B').replace('}', '%7D');
      expect(parseDeepLink(raw(`https://shop.example.com/p?a=${text}`), HOSTS)?.before).toEqual([
        `https://shop.example.com/p?a=${encoded}&`,
      ]);
    },
  );
});

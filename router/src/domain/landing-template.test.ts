import { describe, expect, test } from 'vitest';
import { checkLandingUrl } from './landing-template.ts';

const check = (url: string, allowHttpLocalhost = false) => checkLandingUrl(url, { allowHttpLocalhost });

describe('checkLandingUrl', () => {
  test.each([
    'https://lp.example.com',
    'https://lp.example.com/a?utm_content={transaction_id}',
    'https://LP.Example.com:8443/{country_code}/a?x=1&sub={aff_sub}&{params}#top-{agent}',
    'https://lp.example.com/é?q=日本#ü',
    'https://lp.example.com/?%7Bx%7D=1&b=%7Bx%7D',
    'https://lp.example.com/?utm_content={utm_content}&c={click_id}&e={experiment}&d={datetime}&r={ran}',
  ])('R14: given %s, then there is nothing to say', (url) => expect(check(url)).toEqual([]));

  test.each([
    { url: 'lp.example.com/a', says: 'whole address that begins with https://' },
    { url: 'javascript:alert(1)', says: 'whole address' },
    { url: '//lp.example.com/a', says: 'whole address' },
    { url: 'http://lp.example.com/', says: 'must begin with https://, not http://' },
    { url: 'ftp://lp.example.com/', says: 'must begin with https://, not ftp://' },
    { url: 'http://localhost:3000/', says: 'must begin with https://' },
    { url: 'https:///a', says: 'no valid host' },
    { url: 'https://', says: 'no valid host' },
    { url: 'https://a..b/', says: 'no valid host' },
    { url: 'https://lp.example.com\\@evil.example/', says: 'user name' },
    { url: 'https://evil.example\\.lp.example.com/', says: 'no valid host' },
    { url: 'https://user:pass@lp.example.com/', says: 'user name before its host' },
    { url: 'https://lp.example.com:99999/', says: 'no valid port: "99999"' },
    { url: 'https://lp.example.com:x/', says: 'no valid host' },
    { url: 'https://lp.example.com:0/', says: 'no valid port: "0"' },
    { url: 'https://256.256.256.256/', says: 'no valid host' },
    { url: 'https://1.2.3.4.5/', says: 'no valid host' },
    { url: 'https://0x7f.1/', says: 'no valid host' },
    { url: 'https://{aff_sub}.example.com/', says: 'macro in its host' },
    { url: 'https://lp.example.com:{aff_sub}/', says: 'macro in its host' },
    { url: '{aff_sub}://lp.example.com/', says: 'whole address' },
    {
      url: 'https://lp.example.com/?a={aff_sbu2}',
      says: 'uses {aff_sbu2}, which is no macro; did you mean {aff_sub2}?',
    },
    { url: 'https://lp.example.com/?a={TRANSACTION_ID}', says: 'did you mean {transaction_id}?' },
    { url: 'https://lp.example.com/?a={zebra}', says: 'uses {zebra}, which is no macro' },
    { url: 'https://lp.example.com/?a={payout}', says: 'uses {payout}, which a click does not carry' },
    { url: 'https://lp.example.com/?a={}', says: 'uses {}, which is no macro' },
    { url: 'https://lp.example.com/?a={{aff_sub}}', says: 'brace without its partner' },
    { url: 'https://lp.example.com/?a={aff_sub', says: 'brace without its partner' },
    { url: 'https://lp.example.com/?a=aff_sub}', says: 'brace without its partner' },
    { url: 'https://lp.example.com/?a=%7Btransaction_id%7D', says: 'holds {transaction_id} percent-encoded' },
    { url: 'https://lp.example.com/?{aff_sub}=1', says: "macro in a parameter's name" },
    { url: ' https://lp.example.com/', says: 'whole address' },
    { url: 'https://lp.example.com/ ', says: 'begins or ends with a space' },
    { url: 'https://lp.example.com/\r\nSet-Cookie: a=b', says: 'line break' },
    { url: '', says: 'whole address' },
  ])('R14, R17: given $url, then it says "$says"', ({ url, says }) => expect(check(url).join(' | ')).toContain(says));

  test.each(['http://localhost:3000/a', 'http://127.0.0.1:3000/?x={aff_sub}'])(
    'C8: given %s where development allows it, then there is nothing to say',
    (url) => expect(check(url, true)).toEqual([]),
  );

  test('C8: given plain http on any other host, then not even development allows it', () =>
    expect(check('http://localhost.evil.example/', true)).toHaveLength(1));

  test('R14: given several faults, then each is named once', () =>
    expect(check('http://u@lp.example.com/?a={zzzzzzzz}&b={zzzzzzzz}&c={revenue}')).toHaveLength(3));
});

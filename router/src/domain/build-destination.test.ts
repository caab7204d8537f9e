import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildDestination } from './build-destination.ts';
import { findJoinKey, type JoinKey } from './join-key.ts';
import { parseLandingUrl } from './landing-template.ts';
import { readLinkTarget } from './link-target.ts';

const CLICK_ID = 'a0Vg3KxQ00010100A0q7Zk2Pd9sLm3';
const AT = Date.UTC(2026, 10, 22, 16, 4, 5);
const minted: JoinKey = { value: CLICK_ID, source: 'minted', others: [] };
const visitor = () => ({
  country: 'DE',
  region: null,
  city: 'Köln',
  address: '192.0.2.1',
  userAgent: 'Mozilla/5.0 (X11)',
  deviceClass: 'desktop',
  os: 'Linux',
  browser: null,
  language: null,
});

function destinationOf(url: string, query: string): string {
  const { template, problems } = parseLandingUrl(url, { allowHttpLocalhost: true });
  if (!template) throw new Error(problems.join());
  const target = readLinkTarget(query === '' ? '/r/x' : `/r/x?${query}`);
  const key = findJoinKey(target.parameters) ?? minted;
  const facts = { target, key, clickId: CLICK_ID, experimentId: 'exp_1', agentId: 'agt_1', at: AT, visitor };
  return buildDestination(template, target, key, facts);
}

const LP = 'https://lp.example.com/a';

describe('buildDestination', () => {
  test.each([
    {
      rule: 'R12',
      given: 'bytes that decoding would change',
      url: LP,
      query: 'utm_content=a+b%2f%zz%C3%A9&n=%E9&&x',
      expected: `${LP}?utm_content=a+b%2f%zz%C3%A9&n=%E9&&x`,
    },
    {
      rule: 'R12',
      given: 'duplicates',
      url: LP,
      query: 'a=1&a=2&utm_content=k&a=1',
      expected: `${LP}?a=1&a=2&utm_content=k&a=1`,
    },
    {
      rule: 'R12',
      given: 'bytes that would break the header',
      url: LP,
      query: 'utm_content=k&a=\r\nX: \0é🏡#x',
      expected: `${LP}?utm_content=k&a=%0D%0AX:%20%00%C3%A9%F0%9F%8F%A1%23x`,
    },
    {
      rule: 'R12',
      given: 'every printable byte',
      url: LP,
      query: 'utm_content=!"$\'()*+,-./:;<=>?@[\\]^_`{|}~',
      expected: `${LP}?utm_content=!"$'()*+,-./:;<=>?@[\\]^_\`{|}~`,
    },
    {
      rule: 'R13',
      given: 'a parameter the page fixes',
      url: `${LP}?v=9&w=1`,
      query: 'v=1&utm_content=k&z=2&%76=3',
      expected: `${LP}?v=9&w=1&utm_content=k&z=2`,
    },
    {
      rule: 'R13',
      given: 'utm_content fixed by the page: the inbound one wins',
      url: `${LP}?utm_content=fixed&v=9`,
      query: 'utm_content=k',
      expected: `${LP}?v=9&utm_content=k`,
    },
    {
      rule: 'R13',
      given: 'utm_content as a macro on the page',
      url: `${LP}?utm_content={transaction_id}`,
      query: 'utm_content=k&transaction_id=102',
      expected: `${LP}?utm_content=k&transaction_id=102`,
    },
    {
      rule: 'R14',
      given: 'macros of the click',
      url: `${LP}?c={click_id}&g={agent}&e={experiment}&t={transaction_id}`,
      query: 'utm_content=k',
      expected: `${LP}?c=${CLICK_ID}&g=agt_1&e=exp_1&t=${CLICK_ID}&utm_content=k`,
    },
    {
      rule: 'R14',
      given: "TUNE's macros",
      url: `${LP}?s={aff_sub}&s1={aff_sub1}&p={affiliate_id}&o={offer_url_id}&d={datetime}&c={country_code}&r={region_code}&y={city}&i={ip}&u={user_agent}&os={device_os}`,
      query: 'aff_sub=x%20y+z%2f&aff_id=3&url_id=8&utm_content=k',
      expected: `${LP}?s=x%20y%20z%2F&s1=x%20y%20z%2F&p=3&o=8&d=2026-11-22%2016%3A04%3A05&c=DE&r=&y=K%C3%B6ln&i=192.0.2.1&u=Mozilla%2F5.0%20%28X11%29&os=Linux&aff_sub=x%20y+z%2f&aff_id=3&url_id=8&utm_content=k`,
    },
    {
      rule: 'R14',
      given: 'utm_content as a macro in other places',
      url: 'https://lp.example.com/{utm_content}?k={utm_content}#{utm_content}',
      query: 'utm_content=a+b/c%2F"',
      expected: 'https://lp.example.com/a%20b%2Fc%2F%22?k=a+b/c%2F"&utm_content=a+b/c%2F"#a%20b%2Fc%2F%22',
    },
    {
      rule: 'R14',
      given: 'a macro that arrives in a value',
      url: `${LP}?s={aff_sub}`,
      query: 'aff_sub={click_id}&utm_content=k',
      expected: `${LP}?s=%7Bclick_id%7D&aff_sub={click_id}&utm_content=k`,
    },
    {
      rule: 'R14',
      given: 'a value that is no UTF-8 and a broken escape',
      url: `${LP}?s={aff_sub}`,
      query: 'aff_sub=%E9%zz%&utm_content=k',
      expected: `${LP}?s=%E9%25zz%25&aff_sub=%E9%zz%&utm_content=k`,
    },
    {
      rule: 'R14',
      given: 'the custom variables inside a value',
      url: `${LP}?all={params}`,
      query: 'aff_sub=1&foo=a%20b&utm_content=k',
      expected: `${LP}?all=foo%3Da%2520b%26utm_content%3Dk&aff_sub=1&foo=a%20b&utm_content=k`,
    },
    {
      rule: 'R14',
      given: 'the custom variables alone: every parameter is carried anyway',
      url: `${LP}?v=1&{params}`,
      query: 'foo=1&utm_content=k',
      expected: `${LP}?v=1&foo=1&utm_content=k`,
    },
    {
      rule: 'R15',
      given: 'a fragment',
      url: `${LP}?v=1#part?x`,
      query: 'utm_content=k',
      expected: `${LP}?v=1&utm_content=k#part?x`,
    },
    { rule: 'R16', given: 'no key at all', url: LP, query: '', expected: `${LP}?utm_content=${CLICK_ID}` },
    {
      rule: 'R16',
      given: 'no key, other parameters',
      url: LP,
      query: 'a=1',
      expected: `${LP}?a=1&utm_content=${CLICK_ID}`,
    },
    {
      rule: 'R16',
      given: 'a placeholder: the key stands in its place',
      url: LP,
      query: 'a=1&utm_content={click_id}&b=2',
      expected: `${LP}?a=1&utm_content=${CLICK_ID}&b=2`,
    },
    {
      rule: 'R16',
      given: 'several placeholders: the key stands once',
      url: LP,
      query: 'utm_content=&b=2&utm_content=%7Bx%7D',
      expected: `${LP}?utm_content=${CLICK_ID}&b=2`,
    },
    {
      rule: 'R16',
      given: 'a transaction id instead',
      url: LP,
      query: 'transaction_id=102f%2B&b=2',
      expected: `${LP}?transaction_id=102f%2B&b=2&utm_content=102f%2B`,
    },
    {
      rule: 'R16',
      given: 'a usable key beside a placeholder: all stay',
      url: LP,
      query: 'utm_content={x}&utm_content=k',
      expected: `${LP}?utm_content={x}&utm_content=k`,
    },
    {
      rule: 'R16',
      given: 'the key under a pasted name only: the page gets it under its own',
      url: LP,
      query: 'a=1&amp;utm_content=k',
      expected: `${LP}?a=1&amp;utm_content=k&utm_content=k`,
    },
    {
      rule: 'R17',
      given: 'dots in a path macro',
      url: 'https://lp.example.com/{aff_sub}/{source}/x',
      query: 'aff_sub=..&source=%2e%2E&utm_content=k',
      expected: 'https://lp.example.com///x?utm_content=k'.replace('?', '?aff_sub=..&source=%2e%2E&'),
    },
    {
      rule: 'R17',
      given: 'slashes in a path macro',
      url: 'https://lp.example.com/{aff_sub}',
      query: 'aff_sub=//evil.example/&utm_content=k',
      expected: 'https://lp.example.com/%2F%2Fevil.example%2F?aff_sub=//evil.example/&utm_content=k',
    },
    {
      rule: 'R17',
      given: 'a page without a path',
      url: 'https://LP.example.com',
      query: 'utm_content=@evil.example/',
      expected: 'https://lp.example.com?utm_content=@evil.example/',
    },
  ])('$rule: given $given', ({ url, query, expected }) => expect(destinationOf(url, query)).toBe(expected));
});

const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
const anyName = fc.constantFrom(
  'utm_content',
  'utm%5Fcontent',
  'fixed',
  'f%69xed',
  'v',
  'aff_sub',
  'url',
  'amp;utm_content',
  '',
);
const anyPair = fc
  .tuple(fc.oneof(anyName, printable), fc.option(fc.oneof(printable, fc.string({ unit: 'binary' }))))
  .map(([name, value]) => (value === null ? name : `${name}=${value}`).replaceAll('&', '%26'));
const anyQuery = fc.oneof(
  printable,
  fc.array(anyPair, { maxLength: 8 }).map((pairs) => pairs.join('&')),
);
const anyTemplate = fc.constantFrom(
  'https://lp.example.com',
  'https://lp.example.com/a?fixed=1&v={aff_sub}#end',
  'https://lp.example.com/{aff_sub}/{source}?fixed={utm_content}&utm_content=x',
  'https://lp.example.com/?utm_content={utm_content}#{aff_sub}',
);

/** A query as a browser sends it on, split without any decoding. */
const pairsOf = (url: string) => /^[^?#]*\?([^#]*)/.exec(url)?.[1]?.split('&') ?? [];
/** Names read by somebody else's parser than ours. */
const nameOf = (pair: string) => [...new URLSearchParams(pair).keys()][0] ?? '';
const isPlaceholderOrEmpty = (pair: string) => !pair.includes('=') || /=(|(\{|%7b).*(\}|%7d))$/is.test(pair);

describe('buildDestination, given any query of a visitor', () => {
  test('R12, R13, R16: then the page gets each pair it does not fix, unaltered and in order, and always utm_content', () =>
    fc.assert(
      fc.property(anyTemplate, anyQuery, (url, query) => {
        const received = pairsOf(destinationOf(url, query));
        const fixed = new Set(pairsOf(url).map(nameOf));
        const expected = query
          .split('&')
          .filter((pair) => pair !== '')
          .filter((pair) => (nameOf(pair) === 'utm_content' ? !isPlaceholderOrEmpty(pair) : !fixed.has(nameOf(pair))))
          .map((pair) => makeQuerySafeByBytes(pair));
        let at = -1;
        for (const pair of expected) {
          at = received.indexOf(pair, at + 1);
          expect(at, `${pair} in ${received.join('&')}`).not.toBe(-1);
        }
        const keys = received.filter((pair) => nameOf(pair) === 'utm_content');
        expect(keys.some((pair) => new URLSearchParams(pair).get('utm_content') !== '')).toBe(true);
      }),
      { numRuns: 5_000 },
    ));

  test('R12, R17: then scheme and host are the page’s own, in two readings, and the header is legal', () =>
    fc.assert(
      fc.property(anyTemplate, anyQuery, (url, query) => {
        const destination = destinationOf(url, query);
        expect(destination).toMatch(/^https:\/\/lp\.example\.com[/?][\x21-\x7e]*$/);
        expect(new URL(destination).origin).toBe('https://lp.example.com');
      }),
      { numRuns: 5_000 },
    ));
});

/** What R12 says in the plainest way: every byte of the UTF-8 that is no visible ASCII, or `#`, becomes %XX. */
function makeQuerySafeByBytes(text: string): string {
  return [...new TextEncoder().encode(text)]
    .map((byte) =>
      byte > 0x20 && byte < 0x7f && byte !== 0x23
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type LinkParameters, readLinkParameters } from './link-parameters.ts';
import { bitOfName, meantName, splitQuery } from './raw-query.ts';

/** The same by splitting, slowly: what the one pass must agree with. */
function readBySplitting(query: string): LinkParameters {
  const pairs = splitQuery(query);
  const last = (...names: string[]) => pairs.findLast(({ name }) => names.includes(meantName(name)))?.value ?? null;
  const keys = pairs.filter(({ name }) => meantName(name) === 'utm_content');
  return {
    utmContents: keys.map(({ value }) => value),
    hasPastedKey: keys.some(({ name }) => name !== 'utm_content'),
    transactionId: last('transaction_id'),
    offerId: last('offer_id'),
    campaignId: last('campaign_id'),
    urlId: last('url_id'),
    url: last('url'),
    affiliateId: last('aff_id'),
    source: last('source'),
    subs: [last('aff_sub', 'aff_sub1'), last('aff_sub2'), last('aff_sub3'), last('aff_sub4'), last('aff_sub5')],
    affiliateClickId: last('aff_click_id'),
    nameBits: pairs.reduce((bits, { name }) => bits | bitOfName(name), 0),
  };
}

const NAMES = [
  'utm_content',
  'transaction_id',
  'offer_id',
  'campaign_id',
  'url_id',
  'url',
  'aff_id',
  'source',
  'aff_click_id',
  'fbclid',
];
const anyName = fc.oneof(
  fc.constantFrom(...NAMES, 'aff_sub', 'aff_sub1', 'aff_sub2', 'aff_sub3', 'aff_sub4', 'aff_sub5', ''),
  fc.constantFrom(
    'amp;utm_content',
    'amp;amp;url',
    'utm%5Fcontent',
    'amp%3Baff_id',
    'aff+id',
    '%75rl',
    '%zz',
    'aff%',
    'é',
  ),
  fc.constantFrom('constructor', '__proto__', 'aff_suc', 'utm_contenu', 'Source'),
  fc.string({ maxLength: 3 }),
);
const anyPair = fc
  .tuple(anyName, fc.constantFrom('', '=', '==', '=1', '=a+b', '=%2f', '==x'))
  .map((pair) => pair.join(''));
const anyQuery = fc.array(anyPair, { maxLength: 6 }).map((pairs) => pairs.join('&'));

describe('readLinkParameters', () => {
  test.each([
    '',
    '&',
    'a=1&',
    '&&',
    '=x',
    '=x&=y',
    'url',
    'url=&url',
    'utm_content=a&amp;utm_content=b',
    'a&b&c',
    '=&=',
  ])('R12, R16: given %j, then one pass reads what splitting does', (query) =>
    expect(readLinkParameters(query)).toEqual(readBySplitting(query)),
  );

  test('R12, R13, R16: given any query, then one pass reads what splitting does, and knows of every name that is there', () =>
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(readLinkParameters(query)).toEqual(readBySplitting(query));
      }),
      { numRuns: 2_000 },
    ));

  test('given a long query without any =, then one is looked for once, and not again at each &', () => {
    const find = vi.spyOn(String.prototype, 'indexOf');
    readLinkParameters('a&'.repeat(1_000));
    const looks = find.mock.calls.filter(([wanted]) => wanted === '=').length;
    find.mockRestore();
    expect(looks).toBe(1);
  });
});

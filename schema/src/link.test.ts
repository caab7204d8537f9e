import { describe, expect, test } from 'vitest';
import { linkAddress, linkPath, NewLink, OWN_HOST } from './link.ts';

describe('linkAddress (R1, R2, R3)', () => {
  test.each([
    { host: OWN_HOST, kind: 'slug', value: 'solar', address: '*/r/solar' },
    { host: OWN_HOST, kind: 'tune_offer', value: '1048', address: '*/aff_c/1048' },
    { host: 'go.brand.com', kind: 'tune_offer', value: '1048', address: 'go.brand.com/aff_c/1048' },
  ] as const)('given $kind $value on $host, then its key is $address', ({ host, kind, value, address }) =>
    expect(linkAddress(host, kind, value)).toBe(address),
  );

  test('given a slug that reads like an offer, then it is still another address', () => {
    expect(linkAddress(OWN_HOST, 'slug', '1048')).not.toBe(linkAddress(OWN_HOST, 'tune_offer', '1048'));
  });
});

test.each([
  { kind: 'slug', value: 'solar', path: '/r/solar' },
  { kind: 'tune_offer', value: '1048', path: '/aff_c?offer_id=1048&aff_id=' },
] as const)('given $kind $value, then affiliates are given $path', ({ kind, value, path }) =>
  expect(linkPath({ kind, value })).toBe(path),
);

describe('NewLink', () => {
  test.each([
    { kind: 'slug', value: 'solar-2026_b' },
    { kind: 'slug', value: 'constructor' },
    { kind: 'slug', value: '9' },
    { kind: 'slug', value: 'a'.repeat(100) },
    { kind: 'tune_offer', value: '1' },
    { kind: 'tune_offer', value: '9999999999' },
  ])('given $kind "$value", then it is taken, by utm_content unless said otherwise', (link) => {
    expect(NewLink.parse(link)).toEqual({
      ...link,
      host: null,
      unit: 'utm_content',
      beforeTune: null,
      deepLinkHosts: [],
      presetQuery: '',
      handBackUrl: null,
      pixelCookie: false,
    });
  });

  test.each([
    { kind: 'slug', value: '', message: 'is missing' },
    { kind: 'slug', value: '  ', message: 'is missing' },
    { kind: 'slug', value: '-solar', message: 'beginning with a letter or digit' },
    { kind: 'slug', value: 'so lar', message: '1 to 100 letters' },
    { kind: 'slug', value: 'so/lar', message: '1 to 100 letters' },
    { kind: 'slug', value: '..', message: '1 to 100 letters' },
    { kind: 'slug', value: 'sölar', message: '1 to 100 letters' },
    { kind: 'slug', value: 'a'.repeat(101), message: '1 to 100 letters' },
    { kind: 'tune_offer', value: '0', message: 'a whole number above 0' },
    { kind: 'tune_offer', value: '007', message: 'a whole number above 0' },
    { kind: 'tune_offer', value: '-5', message: 'a whole number above 0' },
    { kind: 'tune_offer', value: '1.5', message: 'a whole number above 0' },
    { kind: 'tune_offer', value: 'solar', message: 'a whole number above 0' },
    { kind: 'tune_offer', value: '10000000000', message: 'a whole number above 0' },
  ])('given $kind "$value", then it is refused: $message', ({ message, ...link }) => {
    expect(NewLink.safeParse(link).error?.issues).toMatchObject([
      { path: ['value'], message: expect.stringContaining(message) },
    ]);
  });
});

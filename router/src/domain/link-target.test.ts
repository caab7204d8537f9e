import { describe, expect, test } from 'vitest';
import { addressOf, readLinkTarget } from './link-target.ts';

test('R9, R14: given a name that stands there twice, pasted from HTML at that, then the last one counts', () => {
  const target = readLinkTarget('/r/a?k=1&amp;k=2%2f&K=3');
  expect(['k', 'K', 'none'].map((name) => target.find(name))).toEqual(['2%2f', '3', null]);
});

describe('addressOf', () => {
  test.each([
    { target: '/r/solar?utm_content=a', address: '*/r/solar' },
    { target: '/r/solar/', address: '*/r/solar' },
    { target: '/r/so%6Car', address: '*/r/solar' },
    { target: '/aff_c?offer_id=1048&aff_id=3', address: '*/aff_c/1048' },
    { target: '/aff_c/?aff_id=3&offer_id=1048', address: '*/aff_c/1048' },
    { target: '/aff_c?aff_id=3&amp;offer_id=1048', address: '*/aff_c/1048' },
    { target: '/aff_c?offer_id=1&offer_id=1048', address: '*/aff_c/1048' },
    { target: '/aff_c?offer%5Fid=10%348', address: '*/aff_c/1048' },
    { target: '/aff_c?offer_id=0', address: null },
    { target: '/aff_c?offer_id=', address: null },
    { target: '/aff_c?offer_id=1048x', address: null },
    { target: '/aff_c', address: null },
    { target: '/aff_cc?offer_id=1048', address: '*/aff_cc' },
    { target: '/aff_ad?campaign_id=152&hostNameId=22392&aff_id=182', address: '*/aff_ad/152' },
    { target: '/aff_ad?campaign_id=477&aff_sub=EM01', address: '*/aff_ad/477' },
    { target: '/aff_ad?offer_id=7', address: null },
    { target: '/aff_r?offer_id=7&url=https%3A%2F%2Fevil.example', address: '*/aff_c/7' },
    { target: '/SL2k?aff_sub=test', address: '*/SL2k' },
    { target: '/homes/sell/', address: '*/homes/sell' },
    { target: '/healthz', address: null },
    { target: '/aff_c/x?offer_id=7', address: null },
    { target: '/r/', address: null },
    { target: '/r/a/b', address: null },
    { target: '/r/%zz', address: null },
    { target: '/R/solar', address: '*/R/solar' },
    { target: '//r/solar', address: null },
    { target: '*', address: null },
    { target: '', address: null },
  ])('R1, R2: given $target, then the address is $address', ({ target, address }) =>
    expect(addressOf(readLinkTarget(target))).toBe(address),
  );

  test('R3: given a host with links of its own, then it selects them', () =>
    expect(addressOf(readLinkTarget('/aff_c?offer_id=7'), 'go.brand.example')).toBe('go.brand.example/aff_c/7'));

  test('R12: given a query with a second question mark and a hash, then both belong to it', () =>
    expect(readLinkTarget('/r/a?x=1?y#z').rawQuery).toBe('x=1?y#z'));

  test('R24: given sub ids under either name, then the last one counts', () =>
    expect(readLinkTarget('/r/a?aff_sub=1&aff_sub1=2&aff_sub5=5&aff_id=9&source=s').parameters).toMatchObject({
      subs: ['2', null, null, null, '5'],
      affiliateId: '9',
      source: 's',
    }));
});

import { expect, test } from 'vitest';
import { landingUrlInTune, linkAddressOf, withParameter } from './link-address.ts';

const ROUTER = 'https://go.example';

test.each([
  { link: { kind: 'slug', value: 'solar', host: null }, address: 'https://go.example/r/solar' },
  { link: { kind: 'path', value: 'homes', host: 'go.brand.com' }, address: 'https://go.brand.com/homes' },
  {
    link: { kind: 'tune_offer', value: '7', host: 'go.brand.com' },
    address: 'https://go.brand.com/aff_c?offer_id=7&aff_id=',
  },
] as const)('given a $link.kind on $link.host, then its address is $address', ({ link, address }) =>
  expect(linkAddressOf(link, ROUTER)).toBe(address),
);

test.each([
  { url: 'https://a.example/x', with: 'https://a.example/x?utm_content={aff_sub5}' },
  { url: 'https://a.example/x?a=1#top', with: 'https://a.example/x?a=1&utm_content={aff_sub5}#top' },
  { url: 'https://a.example/?utm_content=z&b={source}', with: 'https://a.example/?b={source}&utm_content={aff_sub5}' },
])('given $url, then with the parameter it is $with', ({ url, with: expected }) =>
  expect(withParameter(url, 'utm_content', '{aff_sub5}')).toBe(expected),
);

test('given a page with macros of ours, then in TUNE none is left that TUNE does not know', () =>
  expect(
    landingUrlInTune(
      {
        id: 'agt_1' as never,
        landingUrl: 'https://a.example/x?c={click_id}&e={experiment}&a={agent}&s={source}#{click_id}',
      },
      'exp_1',
      { clickIdParameter: 'aff_sub5' },
    ),
  ).toBe('https://a.example/x?c={aff_sub5}&e=exp_1&a=agt_1&s={source}&utm_content={aff_sub5}#{aff_sub5}'));

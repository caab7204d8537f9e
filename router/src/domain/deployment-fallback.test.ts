import { expect, test } from 'vitest';
import { deploymentFallback, LINK_NOT_ACTIVE_PATH } from './deployment-fallback.ts';

const HOUSE = 'https://go.example.com/r/house?from=fallback';

test.each([
  { given: 'another link of this router', target: '/r/a', host: 'go.example.com', lands: HOUSE },
  { given: 'the same path on another host', target: '/r/house?from=fallback', host: 'brand.example', lands: HOUSE },
  {
    given: 'the fallback itself',
    target: '/r/house?from=fallback',
    host: 'go.example.com',
    lands: LINK_NOT_ACTIVE_PATH,
  },
])('R18: given a click on $given that nothing takes, then it lands', ({ target, host, lands }) =>
  expect(deploymentFallback(HOUSE, target, host)).toBe(lands),
);

test.each([
  'https://go.example.com',
  'https://GO.example.com:443/',
  'https://go.example.com/#top',
  'https://go.example.com/a/..',
])('R18: given %s as the fallback, which names the host that was asked, then no circle', (fallbackUrl) =>
  expect(deploymentFallback(fallbackUrl, '/', 'go.example.com')).toBe(LINK_NOT_ACTIVE_PATH),
);

test('R18: given the router’s own page, then that', () =>
  expect(deploymentFallback(LINK_NOT_ACTIVE_PATH, '/r/a', 'go.example.com')).toBe(LINK_NOT_ACTIVE_PATH));

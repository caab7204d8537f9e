import { describe, expect, test } from 'vitest';
import { applyHints, classifyDevice } from './device.ts';

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const BLINK = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('classifyDevice', () => {
  test.each([
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${BLINK} Chrome/141.0.0.0 Safari/537.36`,
      'desktop',
      'Windows',
      'Chrome',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${BLINK} Chrome/141.0 Safari/537.36 Edg/141.0`,
      'desktop',
      'Windows',
      'Edge',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${BLINK} Chrome/140.0 Safari/537.36 OPR/124.0`,
      'desktop',
      'Windows',
      'Opera',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'desktop', 'Linux', 'Firefox'],
    [
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/26.0 Safari/605.1.15`,
      'desktop',
      'macOS',
      'Safari',
    ],
    [
      `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${BLINK} Chrome/141.0.0.0 Safari/537.36`,
      'desktop',
      'ChromeOS',
      'Chrome',
    ],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} Version/26.0 Mobile/15E148 Safari/604.1`,
      'mobile',
      'iOS',
      'Safari',
    ],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} CriOS/141.0 Mobile/15E148 Safari/604.1`,
      'mobile',
      'iOS',
      'Chrome',
    ],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} Mobile/15E148 [FBAN/FBIOS;FBAV/531.0]`,
      'mobile',
      'iOS',
      'Facebook',
    ],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} Mobile/15E148 Instagram 400.0`,
      'mobile',
      'iOS',
      'Instagram',
    ],
    [
      `Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) ${WEBKIT} Version/18.6 Mobile/15E148 Safari/604.1`,
      'tablet',
      'iPadOS',
      'Safari',
    ],
    [
      `Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Chrome/141.0.0.0 Mobile Safari/537.36`,
      'mobile',
      'Android',
      'Chrome',
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; SM-S921B) ${BLINK} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`,
      'mobile',
      'Android',
      'Samsung Internet',
    ],
    [`Mozilla/5.0 (Linux; Android 10; K) ${BLINK} Chrome/141.0.0.0 Safari/537.36`, 'tablet', 'Android', 'Chrome'],
    [
      'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
      'desktop',
      'Windows',
      'Internet Explorer',
    ],
    [`Mozilla/5.0 (SMART-TV; Linux; Tizen 8.0) ${BLINK} Chrome/108.0 TV Safari/537.36`, 'other', 'Linux', 'Chrome'],
    ['curl/8.5.0', 'other', null, null],
    ['', 'other', null, null],
  ])('R24: given %s, then %s, %s, %s', (userAgent, deviceClass, os, browser) =>
    expect(classifyDevice(userAgent)).toEqual({ deviceClass, os, browser }),
  );

  test('given 100 kB made to be slow to read, then it is read at once', () => {
    const startedAt = performance.now();
    classifyDevice(`Version/1${'.1'.repeat(50_000)}`);
    classifyDevice('Android'.repeat(15_000));
    expect(performance.now() - startedAt).toBeLessThan(50);
  });
});

describe('applyHints (R9)', () => {
  const VAGUE = classifyDevice('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36');
  const DESKTOP_SITE = classifyDevice(
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
  );

  test.each([
    { device: DESKTOP_SITE, platform: '"Android"', mobile: '?1', os: 'Android', deviceClass: 'mobile' },
    { device: DESKTOP_SITE, platform: '"Android"', mobile: '?0', os: 'Android', deviceClass: 'tablet' },
    { device: DESKTOP_SITE, platform: '"Chrome OS"', mobile: '?0', os: 'ChromeOS', deviceClass: 'desktop' },
    { device: VAGUE, platform: '"Android"', mobile: '?1', os: 'Android', deviceClass: 'mobile' },
    { device: VAGUE, platform: null, mobile: '?1', os: 'Android', deviceClass: 'mobile' },
    { device: VAGUE, platform: '"Unknown"', mobile: null, os: 'Android', deviceClass: 'tablet' },
    { device: VAGUE, platform: '<script>', mobile: 'yes', os: 'Android', deviceClass: 'tablet' },
  ])('given $platform and $mobile, then $os and $deviceClass', ({ device, platform, mobile, os, deviceClass }) =>
    expect(applyHints(device, { platform, mobile })).toEqual({ ...device, os, deviceClass }),
  );
});

import type { Click } from '@alyson/schema';

/** What a user agent says of itself, in families: enough to compare pages by, too little to know anybody by (R24). */
export interface Device {
  readonly deviceClass: NonNullable<Click['deviceClass']>;
  readonly os: string | null;
  readonly browser: string | null;
}

type Rules = readonly (readonly [RegExp, string])[];

// The first match wins: an iPad says "like Mac OS X", Android says "Linux", Edge says "Chrome", Chrome says "Safari".
const SYSTEMS: Rules = [
  [/Windows/, 'Windows'],
  [/iPad/, 'iPadOS'],
  [/iPhone|iPod/, 'iOS'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Macintosh|Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

const BROWSERS: Rules = [
  [/FBAN|FBAV|FB_IAB/, 'Facebook'],
  [/Instagram/, 'Instagram'],
  [/TikTok|musical_ly|BytedanceWebview/, 'TikTok'],
  [/Snapchat/, 'Snapchat'],
  [/Pinterest\//, 'Pinterest'],
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|OPT\/|Opera/, 'Opera'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/YaBrowser/, 'Yandex'],
  [/UCBrowser/, 'UC Browser'],
  [/DuckDuckGo/, 'DuckDuckGo'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/MSIE|Trident/, 'Internet Explorer'],
  [/Chrome|CriOS|Chromium/, 'Chrome'],
  [/^(?=.*Version\/\d).*Safari/, 'Safari'],
];

const CLASSES: readonly (readonly [RegExp, Device['deviceClass']])[] = [
  [/TV|BRAVIA|\bAFT[A-Z]|PlayStation|Xbox|Nintendo/, 'other'],
  [/iPad|Tablet|Kindle|Silk/, 'tablet'],
  [/Mobi|iPhone|iPod/, 'mobile'],
  [/Android/, 'tablet'],
  [/Windows|Macintosh|X11|CrOS|Linux/, 'desktop'],
];

/** Longer ones are made by hand; their beginning tells as much. */
const READ_AT_MOST = 512;

/** @param userAgent  the header as it came, of any length */
export function classifyDevice(userAgent: string): Device {
  const text = userAgent.slice(0, READ_AT_MOST);
  return {
    deviceClass: firstMatch(CLASSES, text) ?? 'other',
    os: firstMatch(SYSTEMS, text),
    browser: firstMatch(BROWSERS, text),
  };
}

/** What browsers of Chrome's family say beside a user agent that they have made vague (User-Agent Client Hints). */
export interface ClientHints {
  /** `Sec-CH-UA-Platform`, e.g. `"Android"`, with its quotes. */
  readonly platform: string | null;
  /** `Sec-CH-UA-Mobile`: `?1` or `?0`. */
  readonly mobile: string | null;
}

const PLATFORMS: ReadonlyMap<string, string> = new Map([
  ['Android', 'Android'],
  ['Chrome OS', 'ChromeOS'],
  ['Chromium OS', 'ChromeOS'],
  ['iOS', 'iOS'],
  ['Linux', 'Linux'],
  ['macOS', 'macOS'],
  ['Windows', 'Windows'],
]);

/** The same device, corrected by what its browser says plainly. Hints that say nothing known change nothing. */
export function applyHints(device: Device, { platform, mobile }: ClientHints): Device {
  const os = PLATFORMS.get(platform?.replace(/^"|"$/g, '') ?? '') ?? device.os;
  return { ...device, os, deviceClass: classByHints(os, mobile) ?? device.deviceClass };
}

function classByHints(os: string | null, mobile: string | null): Device['deviceClass'] | null {
  if (mobile === '?1') return 'mobile';
  if (mobile !== '?0' || os === null || os === 'iOS' || os === 'iPadOS') return null;
  return os === 'Android' ? 'tablet' : 'desktop';
}

const firstMatch = <T extends string>(rules: readonly (readonly [RegExp, T])[], text: string): T | null =>
  rules.find(([pattern]) => pattern.test(text))?.[1] ?? null;

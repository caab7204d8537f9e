/** What browsers and robots say they are. */
export type Headers = Readonly<Record<string, string>>;

const browser = (userAgent: string, language = 'en-US,en;q=0.9'): Headers => ({
  'user-agent': userAgent,
  'accept-language': language,
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
});

const WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const chrome = (system: string, tail = 'Safari/537.36') =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 ${tail}`;

export const BROWSERS: readonly [Headers, ...Headers[]] = [
  browser(chrome('Windows NT 10.0; Win64; x64')),
  browser(chrome('Macintosh; Intel Mac OS X 10_15_7')),
  browser(chrome('Linux; Android 10; K', 'Mobile Safari/537.36')),
  browser(chrome('Windows NT 10.0; Win64; x64', 'Safari/537.36 Edg/142.0.0.0'), 'es-US,es;q=0.9,en;q=0.7'),
  browser(`Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} Version/26.0 Mobile/15E148 Safari/604.1`),
  browser(`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/26.0 Safari/605.1.15`, 'de-DE,de;q=0.9'),
  browser(`Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) ${WEBKIT} Version/26.0 Mobile/15E148 Safari/604.1`),
  browser(
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
    'fr-CA,fr;q=0.8,en;q=0.5',
  ),
  browser('Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0'),
];

/** Browsers inside apps, as social networks open links. */
export const APP_BROWSERS: readonly [Headers, ...Headers[]] = [
  browser(
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${WEBKIT} Mobile/22G86 [FBAN/FBIOS;FBAV/530.0.0.42.70;FBDV/iPhone15,2;FBSN/iOS;FBSV/18.6]`,
  ),
  browser(
    `${chrome('Linux; Android 14; SM-S918U Build/UP1A; wv', 'Mobile Safari/537.36')} Instagram 401.0.0.48.79 Android`,
  ),
];

/** Robots by name, and people's browsers that look ahead: redirected like anybody, never counted as people (R4). */
export const BOTS: readonly [Headers, ...Headers[]] = [
  { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
  { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' },
  { 'user-agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' },
  { 'user-agent': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)' },
  { 'user-agent': 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)' },
  { 'user-agent': 'WhatsApp/2.23.20.0' },
  { 'user-agent': 'curl/8.9.1' },
  { 'user-agent': 'python-requests/2.32.3' },
  { ...BROWSERS[0], 'sec-purpose': 'prefetch;prerender' },
  { ...BROWSERS[4], purpose: 'preview' },
  { ...BROWSERS[7], 'x-moz': 'prefetch' },
];

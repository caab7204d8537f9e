import { BRAND_HOST, BRAND_PATH } from './landing-pages.ts';
import { aRequest, HOST, type RawRequest, utf8, withHeaders, words } from './raw-request.ts';

const LINK = '/r/fixed?utm_content=k&aff_sub=s';

const headers = [
  ...[
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: http',
    'X-Forwarded-Port: 666',
    'X-Forwarded-Prefix: //evil.example',
  ],
  ...[
    'X-Forwarded-For: 203.0.113.9',
    'X-Forwarded-For: {offer_id}, <script>',
    'X-Real-IP: evil',
    'True-Client-IP: evil',
  ],
  ...[
    'CF-Connecting-IP: evil.example',
    'CF-IPCountry: <script>',
    'X-Client-IP: evil',
    'Fastly-Client-IP: evil',
    'X-Envoy-External-Address: evil',
  ],
  ...[
    'Forwarded: for=evil;host=evil.example;proto=http',
    'X-Original-URL: //evil.example',
    'X-Rewrite-URL: /r/plain',
    'X-Host: evil.example',
  ],
  ...[
    'X-HTTP-Method-Override: POST',
    'X-HTTP-Method: DELETE',
    'X-Method-Override: PUT',
    'Origin: https://evil.example',
    'Origin: null',
  ],
  ...[
    'Referer: https://evil.example/%0d%0a',
    'Referer: javascript:alert(1)',
    'Referer: //evil.example',
    'Referer: http://[/',
    'Referer: \xe9',
  ],
  ...[
    'User-Agent: ',
    'User-Agent: \xff\xfe\x80',
    'User-Agent: {offer_id}',
    'User-Agent: {{7*7}}',
    `User-Agent: ${'Android '.repeat(7_000)}`,
  ],
  ...[
    `User-Agent: ${'Version/'.repeat(7_000)}`,
    'Accept-Language: \x80',
    `Accept-Language: ${'a-'.repeat(20_000)}`,
    'Accept-Language: *;q=evil',
  ],
  ...[
    'Cookie: =',
    'Cookie: ;;;=;',
    'Cookie: __proto__=1; constructor=2',
    `Cookie: ${'c=d; '.repeat(12_000)}`,
    'Cookie: \xff=\xfe',
  ],
  ...[
    'Accept: application/json',
    'Accept-Encoding: br;q=x',
    'Range: bytes=0-',
    'If-None-Match: *',
    'If-Modified-Since: evil',
    'Authorization: Bearer evil',
  ],
  ...[
    'Purpose: prefetch',
    'Sec-Purpose: prefetch;prerender',
    'X-Moz: prefetch',
    'Sec-Fetch-Dest: evil',
    'Sec-CH-UA: "evil"',
    'Save-Data: on',
  ],
  ...[
    'Transfer: chunked',
    'TE: trailers',
    'Trailer: Location',
    'Via: 1.1 evil',
    'Max-Forwards: 0',
    'Location: https://evil.example',
    'Set-Cookie: evil=1',
  ],
  ...[
    '__proto__: evil',
    'constructor: evil',
    'toString: evil',
    'X: ',
    'X:y',
    "!#$%&'*+-.^_`|~0a: y",
    'Cf-Ray: evil',
    'Cdn-Loop: cloudflare',
  ],
  ...[
    'Content-Type: application/x-www-form-urlencoded',
    'Proxy-Connection: keep-alive',
    'Keep-Alive: timeout=9999',
    'HTTP2-Settings: AAA',
  ],
].flatMap((header) => [
  withHeaders('headers', LINK, header),
  withHeaders('headers', LINK, header, header),
  withHeaders('headers', '/r/macros-in-query?utm_content=k', header),
]);
const manyHeaders = [
  withHeaders('headers', LINK, ...Array.from({ length: 1_500 }, (_, i) => `X-${i}: evil`)),
  withHeaders('headers', LINK, ...Array.from({ length: 500 }, () => `Cookie: ${'c=d; '.repeat(20)}`)),
  withHeaders('headers', '/r/plain?utm_content=k', ...Array.from({ length: 500 }, () => 'User-Agent: evil')),
];

const hosts = [
  ...[
    'evil.example',
    'evil.example:80',
    'x:',
    'x:0',
    'x:99999',
    'x:y',
    '[',
    '[::1]:80',
    '[/x',
    'a/b',
    'a?b',
    'a#b',
    'a\\b',
    'a@evil.example',
  ],
  ...[
    'a%0d%0ab',
    'a b',
    'a,b',
    utf8('m\u00fcnchen.example'),
    '\xff',
    'xn--mnchen-3ya.example',
    'a..b',
    '.',
    '0x7f.1',
    '256.256.256.256',
    '__proto__',
  ],
  ...[
    'a'.repeat(5_000),
    `${':'.repeat(5_000)}x`,
    `${BRAND_HOST}.`,
    `${BRAND_HOST}.evil.example`,
    `evil.${BRAND_HOST}`,
    `${BRAND_HOST}@evil.example`,
  ],
  ...words('{source} <script> " plain.example.com'),
  BRAND_HOST,
  `${BRAND_HOST}:8080`,
  BRAND_HOST.toUpperCase(),
  '',
].flatMap((host) =>
  ['/r/plain?utm_content=k', `${BRAND_PATH}?utm_content=k`, '/aff_c?offer_id=1048'].map((target) =>
    aRequest('hosts', target, { headers: [`Host: ${host}`] }),
  ),
);
const hostHeaders = [
  aRequest('hosts', LINK, { headers: [] }),
  aRequest('hosts', LINK, { headers: [HOST, 'Host: evil.example'] }),
  aRequest('hosts', LINK, { headers: [HOST, HOST] }),
  aRequest('hosts', LINK, { headers: ['host:go.example'] }),
];

/** Headers that claim to know better: who asks, from where, for what, on which host. */
export const headerAttacks: readonly RawRequest[] = [...headers, ...manyHeaders, ...hosts, ...hostHeaders];

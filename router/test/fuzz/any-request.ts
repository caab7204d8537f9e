import fc from 'fast-check';
import {
  BRAND_HOST,
  BRAND_PATH,
  CAMPAIGN_ID,
  LANDING_PAGES,
  MACRO_NAMES,
  OFFER_ID,
  SHORT_PATH,
} from './landing-pages.ts';
import { CONTROL_NAMES, FOREIGN_VALUES, LINE_BREAKS, ODD_TEXTS, STEERING_NAMES } from './query-attacks.ts';
import { aRequest, HOST, type RawRequest, utf8, words } from './raw-request.ts';

const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const anyByte = fc
  .integer({ min: 0, max: 255 })
  .filter((code) => code !== 10 && code !== 13)
  .map((code) => String.fromCharCode(code));
const anyEscape = fc.integer({ min: 0, max: 255 }).map((code) => `%${code.toString(16).padStart(2, '0')}`);
const macro = fc.constantFrom(...MACRO_NAMES).map((name) => `{${name}}`);

const unit = fc.oneof(
  { weight: 8, arbitrary: visible },
  { weight: 3, arbitrary: anyEscape },
  { weight: 1, arbitrary: macro },
  { weight: 1, arbitrary: fc.constantFrom('+', '%', '&amp;', '=', '%7B', '%7D', '..', '//', '?', utf8('\u00e9')) },
);
const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit, maxLength: 24 }) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD_TEXTS, ...LINE_BREAKS, ...FOREIGN_VALUES) },
  { weight: 1, arbitrary: fc.string({ unit: visible, minLength: 200, maxLength: 3_000 }) },
);
const name = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'utm_content',
      'transaction_id',
      'aff_sub',
      'amp;utm_content',
      'utm%5Fcontent',
      'v',
      'x',
    ),
  },
  { weight: 4, arbitrary: fc.constantFrom(...STEERING_NAMES, ...CONTROL_NAMES, ...MACRO_NAMES) },
  { weight: 2, arbitrary: fc.string({ unit, maxLength: 12 }) },
);
const pair = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(name, text).map(([key, value]) => `${key}=${value}`) },
  { weight: 1, arbitrary: text },
);
const query = fc.array(pair, { maxLength: 9 }).map((pairs) => pairs.join('&'));

const path = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.constantFrom(...Object.keys(LANDING_PAGES), 'paused', 'broken').map((slug) => `/r/${slug}`),
  },
  { weight: 3, arbitrary: fc.constantFrom(SHORT_PATH, BRAND_PATH, '/aff_c', '/aff_ad', '/aff_r') },
  { weight: 2, arbitrary: fc.string({ unit, maxLength: 20 }).map((end) => `/r/${end}`) },
  { weight: 1, arbitrary: fc.string({ unit, maxLength: 30 }).map((end) => `//${end}`) },
);

const target = fc
  .tuple(path, query, fc.boolean())
  .map(
    ([where, what, hasIds]) => `${where}?${hasIds ? `offer_id=${OFFER_ID}&campaign_id=${CAMPAIGN_ID}&` : ''}${what}`,
  );
/** One in twenty holds a byte that may not stand there. */
const brokenTarget = fc
  .tuple(target, anyByte, fc.nat(60))
  .map(([whole, byte, at]) => `${whole.slice(0, 4 + at)}${byte}${whole.slice(4 + at)}`);

const headerName = fc.constantFrom(
  ...words('X-Forwarded-Host X-Forwarded-Proto Forwarded X-Original-URL X-Rewrite-URL'),
  ...words('X-HTTP-Method-Override'),
  ...words('User-Agent Referer Accept-Language Cookie CF-Connecting-IP Purpose Sec-Purpose Location'),
  ...words('Set-Cookie'),
);
const headerValue = fc.oneof(
  text,
  fc.constantFrom('evil.example', 'alyson_visitor=0123456789abc', 'alyson_14=1.1.1.0.00', '/r/plain'),
);
const header = fc.tuple(headerName, headerValue).map(([key, value]) => `${key}: ${value}`);
const host = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(HOST, HOST, HOST, `Host: ${BRAND_HOST}`) },
  { weight: 1, arbitrary: fc.string({ unit: visible, minLength: 1, maxLength: 12 }).map((value) => `Host: ${value}`) },
);

const anyRequest = fc
  .record({
    target: fc.oneof({ weight: 19, arbitrary: target }, { weight: 1, arbitrary: brokenTarget }),
    method: fc.oneof({ weight: 14, arbitrary: fc.constant('GET') }, { weight: 1, arbitrary: fc.constant('HEAD') }),
    headers: fc.tuple(host, fc.array(header, { maxLength: 5 })).map(([first, others]) => [first, ...others]),
  })
  .map(({ target: where, method, headers }) => aRequest('generated', where, { method, headers }));

/** The same requests for the same seed. */
export const generateRequests = (seed: number, count: number): readonly RawRequest[] =>
  fc.sample(anyRequest, { seed, numRuns: count });

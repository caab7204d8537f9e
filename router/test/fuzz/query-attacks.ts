import { LANDING_PAGES, MACRO_NAMES, OFFER_ID } from './landing-pages.ts';
import { aRequest, type RawRequest, utf8, words } from './raw-request.ts';

/** Names under which others take a destination, or a switch, out of a query. */
export const STEERING_NAMES = [
  ...words('url u uri redirect redirect_url redirect_uri redir redir_url r to out link'),
  ...words('dest destination oadest target next goto continue return return_to returnUrl'),
  ...[
    'host',
    'domain',
    'scheme',
    'port',
    'location',
    'page',
    'path',
    'landing',
    'landing_url',
    'fallback',
    'fallbackUrl',
  ],
  ...words('url_id offer_url offer_url_id urlauth file_id ct amp;url __proto__[url] url[] URL'),
];
export const FOREIGN_VALUES = [
  ...[
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
  ],
  ...[
    'https:\\\\evil.example',
    'https%3A%2F%2Fevil.example%2F',
    '%2F%2Fevil.example',
    '%5C%5Cevil.example',
    '@evil.example',
  ],
  ...[
    'https://plain.example.com@evil.example/',
    'https://evil.example%23@plain.example.com',
    'https://plain.example.com.evil.example',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '%09//evil.example',
    '{url}',
    '.evil.example',
    ':80@evil.example',
  ],
];
export const CONTROL_NAMES = [
  ...[
    'bot',
    'qr',
    'dub-no-track',
    'debug',
    'test',
    'preview',
    'prefetch',
    'nocache',
    'format',
    'callback',
    '_method',
    'dry_run',
  ],
  ...[
    'agent',
    'experiment',
    'click_id',
    'variant',
    'force',
    'release',
    'salt',
    'bucket',
    'unit',
    'reason',
    'state',
    'amp;bot',
  ],
  ...[
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    '0',
    '',
    '=',
    'v',
    'Source',
    'empty',
    'abc',
    'a%62c',
    'x',
    '%76',
  ],
];
/** CR, LF and what becomes of them in one decoder or another. */
export const LINE_BREAKS = [
  ...words('%0d%0a %0D%0A %0a %0d %250d%250a %25250a %c0%8d%c0%8a %E5%98%8A%E5%98%8D %u000d%u000a'),
  ...words('%00 %0b %0c %1b %7f %C2%85 %E2%80%A8 \\r\\n &%2313;&%2310; %5cr%5cn %23%0d%0a'),
  utf8('\u560d\u560a'),
  utf8('\u0085'),
  utf8('\u2028'),
];
/** Texts that one decoder or another stumbles over. */
export const ODD_TEXTS = [
  ...[
    '%',
    '%%',
    '%z',
    '%zz',
    '%1',
    'a%',
    '%E9',
    '%F0%9F',
    '%C0%AF',
    '%ED%A0%80',
    '%ED%B0%80',
    '%FF%FE',
    '%u00e9',
    '%2',
    '%25',
  ],
  ...[
    '+',
    '%20',
    '%2B',
    '%2f',
    '%2F',
    '%26',
    '%3D',
    '%3d',
    '%2E',
    'a+b',
    'a%20b',
    '~',
    '!*()',
    "'",
    '[]',
    '{}',
    '|',
    '^',
    '`',
    '\\',
  ],
  ...words('%F0%9F%98%80 %E2%80%AE %EF%BB%BF ? ?? / // :@ ; ,'),
  ...[
    utf8('\u00e9'),
    utf8('\u{1f600}'),
    utf8('\u202eevil'),
    utf8('\u200d'),
    utf8('\ufeff'),
    utf8('e\u0301'),
    utf8('\u00df\u0130'),
  ],
  ...words('$(id) {{7*7}} =cmd|1 ../../etc/passwd -1 1e308 NaN null undefined true'),
  "'or'1'='1",
];
const PLACES = ['utm_content', 'transaction_id', 'aff_sub', 'aff_sub2', 'source', 'other'];
const SLUGS = Object.keys(LANDING_PAGES);
const MACRO_SLUGS = SLUGS.filter((slug) => slug.includes('macro') || slug.startsWith('bare'));

let turn = 0;
/** The pages in turn. */
const nextOf = (slugs: readonly string[]): string => slugs[turn++ % slugs.length] ?? '';
const link = (attack: string, query: string, slugs = SLUGS): RawRequest =>
  aRequest(attack, `/r/${nextOf(slugs)}?${query}`);

const pairUp = <A, B>(first: readonly A[], second: readonly B[]): (readonly [A, B])[] =>
  first.flatMap((a) => second.map((b) => [a, b] as const));

const steering = pairUp(STEERING_NAMES, FOREIGN_VALUES).flatMap(([name, value]) => [
  link('steering', `utm_content=k&${name}=${value}`),
  aRequest('steering', `/aff_c?offer_id=${OFFER_ID}&aff_id=3&${name}=${value}&utm_content=k`),
]);

const controlFlags = CONTROL_NAMES.flatMap((name) =>
  ['', '=', '=1', '=true', '=0', '=evil'].map((value) => link('control flags', `${name}${value}&utm_content=k`)),
);

const lineBreaks = pairUp(LINE_BREAKS, PLACES).flatMap(([text, place]) => [
  link('line breaks', `${place}=a${text}Set-Cookie:%20evil=1`),
  link('line breaks', `${place}=a${text}${text}<script>`.replace(/[<>]/g, '')),
  link('line breaks', `utm_content=k&a${text}Location:%20https://evil.example=b`),
]);

const encodings = pairUp(ODD_TEXTS, PLACES).flatMap(([text, place]) => [
  link('encodings', `${place}=${text}`),
  link('encodings', `utm_content=k&${place}=a${text}b&${text}=${text}`),
  link('encodings', `${place}=${text}&aff_sub=${text}&source=${text}`, MACRO_SLUGS),
]);

/** A macro in a value stays text: a template is filled in once. */
const macrosInValues = MACRO_NAMES.flatMap((macro) =>
  [`{${macro}}`, `%7B${macro}%7D`, `{{${macro}}}`, `x{${macro}}y`, `{${macro}`].flatMap((text) => [
    ...PLACES.map((place) => link('macros in values', `${place}=${text}`, MACRO_SLUGS)),
    link('macros in values', `${macro}=${text}&utm_content=k`, MACRO_SLUGS),
  ]),
);

/** Every parameter that a macro reads, with a value that must be encoded. */
const macroParameters = MACRO_NAMES.flatMap((macro) =>
  [
    'a b&c'.replace(/[ &]/g, '+'),
    '%2F%2Fevil.example',
    '..',
    '%2e%2e',
    '.',
    'x%00y',
    '%E9',
    '#%23',
    '?',
    '%7Bsource%7D',
  ].map((value) => link('macro parameters', `${macro}=${value.replace('#', '')}`, MACRO_SLUGS)),
);

const joinKeys = [
  ...[
    'a&utm_content=b',
    '&utm_content=b',
    '{x}&utm_content=b',
    '%7Bclick_id%7D&utm_content=b',
    'b&utm_content={x}',
    '{a}{b}',
    '{{a}}',
  ],
  ...[
    '',
    '{x}',
    '%7bx%7D',
    '{}',
    '{x',
    'x}',
    '{x}y',
    '{&utm_content=}',
    'a%26b',
    'a=b=c',
    '=',
    '%20',
    '+',
    '%00',
    '{%7D',
    '%7B{%7d}',
  ],
]
  .flatMap((value) => [
    `utm_content=${value}`,
    `utm_content=${value}&transaction_id=102abc`,
    `a=1&utm_content=${value}&b=2`,
  ])
  .concat([
    ...[
      'utm_content',
      'utm_content&utm_content=b',
      'amp;utm_content=a',
      'amp;utm_content=a&utm_content=b',
      'utm%5Fcontent=a',
    ],
    ...[
      'UTM_CONTENT=a',
      'utm_content[]=a',
      'utm_content=a;utm_content=b',
      '+utm_content=a',
      'utm_content%00=a',
      'utm_content+=a',
    ],
    ...[
      'amp;amp;utm_content=a',
      'transaction_id={transaction_id}',
      'transaction_id=a&transaction_id=b',
      'amp;transaction_id=a',
    ],
    ...[
      '',
      '&',
      '&&',
      '=',
      '&=&',
      '?utm_content=a',
      'utm_content=a?',
      'utm_content=a&',
      '&utm_content=a',
      'utm_content=&utm_content=',
    ],
    ...[
      'transaction_id=a&utm_content=&utm_content={y}',
      'utm_content={y}&x&utm_content=',
      'v=2&utm_content=k&v=3&%76=4',
    ],
  ])
  .flatMap((query) => SLUGS.map((slug) => aRequest('join keys', `/r/${slug}?${query}`)));

const pastes = [
  'amp;aff_sub=s&amp;utm_content=k',
  'aff_id=3&amp;aff_sub=s&amp;amp;x=1',
  'utm_content=k&amp;',
  'utm_content=k&amp;offer_id=1048',
]
  .flatMap((query) => [link('pastes', query, MACRO_SLUGS), aRequest('pastes', `/aff_c?offer_id=${OFFER_ID}&${query}`)])
  .concat(aRequest('pastes', `/aff_c?aff_id=3&amp;offer_id=${OFFER_ID}&amp;utm_content=k`));

const long = [
  `utm_content=k&long=${'x'.repeat(64 * 1024)}`,
  `utm_content=${'k'.repeat(20_000)}`,
  `utm_content=k${'&a=1'.repeat(10_000)}`,
  Array.from({ length: 1_000 }, (_, i) => `utm_content=k${i}`).join('&'),
  `utm_content=k&${'&'.repeat(20_000)}`,
  `utm_content=${'{'.repeat(10_000)}`,
  `utm_content=${'{x}'.repeat(7_000)}!`,
  `utm_content=${'%7b'.repeat(7_000)}`,
  `aff_sub=${'%F0%9F'.repeat(5_000)}&utm_content=k`,
  `aff_sub=${'+'.repeat(20_000)}&source=${'%'.repeat(20_000)}&utm_content=k`,
].flatMap((query) => ['plain', 'fixed', 'bare-in-path'].map((slug) => aRequest('long', `/r/${slug}?${query}`)));

export const queryAttacks: readonly RawRequest[] = [
  ...steering,
  ...controlFlags,
  ...lineBreaks,
  ...encodings,
  ...macrosInValues,
  ...macroParameters,
  ...joinKeys,
  ...pastes,
  ...long,
];

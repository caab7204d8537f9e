/**
 * Six affiliates, and how each writes its links: texts as they stand in the address, percent-escapes and all, because
 * the bytes are what must arrive.
 */

import type { Random } from '../lib/random.ts';
import { APP_BROWSERS, BROWSERS, type Headers } from './devices.ts';

export interface Affiliate {
  id: number;
  source: string;
  /** TUNE's `/aff_c?offer_id=…`, or our own `/r/<slug>`. */
  form: 'tune' | 'native';
  /** Its part of the traffic. */
  weight: number;
  browsers: readonly [Headers, ...Headers[]];
  /** The parameters after those that every link has, in order. `key` is new for each visitor. */
  parameters: (random: Random, key: string) => string[];
}

const WORDS: readonly [string, ...string[]] = [
  'sell+my+house',
  'home%20value',
  'cash+for+houses+%26+condos',
  'what%27s+my+home+worth%3F',
];
type Person = readonly [first: string, last: string, email: string];
const PEOPLE: readonly [Person, ...Person[]] = [
  ['Zo%C3%AB', 'O%27Brien', 'zoe%2Bhomes%40example.com'],
  ['Jos%c3%a9', 'Nu%c3%b1ez', 'jose+nunez@example.com'],
  ['Mary+Ann', 'Smith-Jones', 'mary.ann%40example.com'],
  ['%E5%8D%83%E5%B0%8B', '%E5%B0%8F%E9%87%8E', 'chihiro%40example.com'],
];

export const AFFILIATES: readonly [Affiliate, ...Affiliate[]] = [
  {
    id: 1006,
    source: 'search',
    form: 'tune',
    weight: 30,
    browsers: BROWSERS,
    parameters: (random, key) => [
      `aff_sub=${random.pick(WORDS)}`,
      `gclid=Cj0KCQ${random.token(40)}`,
      `utm_content=${key}`,
      'utm_medium=cpc',
    ],
  },
  {
    id: 1011,
    source: 'newsletter',
    form: 'native',
    weight: 18,
    browsers: BROWSERS,
    parameters(random, key) {
      const [first, last, email] = random.pick(PEOPLE);
      const phone = `phone=%2B1%20(555)%20${random.between(100, 999)}-${random.between(1000, 9999)}`;
      return [`first_name=${first}`, `last_name=${last}`, `email=${email}`, phone, `utm_content=spring+sale+${key}`];
    },
  },
  {
    id: 1023,
    source: 'social',
    form: 'tune',
    weight: 20,
    browsers: APP_BROWSERS,
    parameters: (random, key) => [
      `utm_content=ad%2F${key}%3Dv2`,
      'aff_sub=lookalike+3%25',
      `aff_sub2=${random.pick(['video', 'carousel', ''])}`,
      `fbclid=IwAR${random.token(60)}`,
    ],
  },
  {
    // Nobody filled its macros in, so the router has to find or mint a key (R16).
    id: 1042,
    source: 'push',
    form: 'tune',
    weight: 10,
    browsers: BROWSERS,
    parameters: (random, key) => [
      'aff_sub={campaign_name}',
      'aff_click_id=%7Bclick_id%7D',
      ...random.pick<string[]>([
        ['utm_content={subid}'],
        ['utm_content='],
        [],
        [`transaction_id=${key}${random.token(8)}`],
      ]),
      `zone=${key.slice(0, 4)}`,
    ],
  },
  {
    id: 1077,
    source: 'comparison',
    form: 'native',
    weight: 14,
    browsers: BROWSERS,
    parameters: (random, key) => [
      random.pick(['city=S%C3%A3o%20Paulo', 'city=S%c3%a3o+Paulo', 'city=K%f6ln', 'city=M%C3%BCnchen']),
      'discount=100%',
      'lp=mine', // some landing pages fix this one themselves (R13)
      'note=a%zz;b',
      `utm_content=oto%c3%b1o/${key}`,
      'q=a=b',
    ],
  },
  {
    id: 1090,
    source: 'native-ads',
    form: 'tune',
    weight: 8,
    browsers: BROWSERS,
    parameters: (random, key) => [
      `utm_content=${key}`,
      `utm_content=${key}-again`,
      'tag=a',
      'tag=b',
      'tag=a',
      `aff_sub5=${random.token(random.between(200, 480))}`,
      `article=${random.token(random.between(400, 1_200))}`,
    ],
  },
];

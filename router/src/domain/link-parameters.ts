import { formDecode } from './form-decode.ts';
import { bitOfName, meantName, nameBit } from './raw-query.ts';

/** What the router itself reads of a query. Values are raw; of a repeated name the last wins, as in TUNE. */
export interface LinkParameters {
  /** Every `utm_content` in order, raw. */
  readonly utmContents: readonly string[];
  /** Whether one of them was pasted as `amp;utm_content`: a landing page does not see it under its name. */
  readonly hasPastedKey: boolean;
  readonly transactionId: string | null;
  readonly offerId: string | null;
  readonly campaignId: string | null;
  readonly urlId: string | null;
  /** A deep link. */
  readonly url: string | null;
  readonly affiliateId: string | null;
  readonly source: string | null;
  /** `aff_sub` (or `aff_sub1`) … `aff_sub5`. */
  readonly subs: readonly (string | null)[];
  /** The affiliate's own id of the click. */
  readonly affiliateClickId: string | null;
  /** `nameBit` of every name. */
  readonly nameBits: number;
}

/** The names that are read, and the place of each one's value. */
const SLOTS: ReadonlyMap<string, number> = new Map([
  ['transaction_id', 0],
  ['offer_id', 1],
  ['campaign_id', 2],
  ['url_id', 3],
  ['url', 4],
  ['aff_id', 5],
  ['source', 6],
  ['aff_sub', 7],
  ['aff_sub1', 7],
  ['aff_sub2', 8],
  ['aff_sub3', 9],
  ['aff_sub4', 10],
  ['aff_sub5', 11],
  ['aff_click_id', 12],
  ['utm_content', 13],
]);
const UTM_CONTENT = 13;
const UNREAD = -1;

interface Candidate {
  readonly name: string;
  readonly slot: number;
}

const LONGEST = Math.max(...[...SLOTS.keys()].map((name) => name.length));
/** A place for each length and last character: a name there is the only one it can be, or one of two. */
const placeOf = (length: number, lastCode: number): number => length * 32 + (lastCode & 31);
const CANDIDATES: readonly (readonly Candidate[] | undefined)[] = Array.from(
  { length: (LONGEST + 1) * 32 },
  (_, place) => {
    const here = [...SLOTS].filter(([name]) => placeOf(name.length, name.charCodeAt(name.length - 1)) === place);
    return here.length === 0 ? undefined : here.map(([name, slot]) => ({ name, slot }));
  },
);

/**
 * Reads a query in one pass, without splitting it: nearly every click needs nothing more.
 *
 * @param query  raw, without its `?`
 */
export function readLinkParameters(query: string): LinkParameters {
  if (query === '') return NO_PARAMETERS;
  const values: (string | null)[] = [null, null, null, null, null, null, null, null, null, null, null, null, null];
  const utmContents: string[] = [];
  let hasPastedKey = false;
  let nameBits = 0;
  let equals = -1;
  for (let start = 0; start <= query.length; ) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand === -1 ? query.length : ampersand;
    // Looked for again only behind the last one: a query without any `=` is still read once.
    if (equals < start) equals = query.indexOf('=', start);
    if (equals === -1) equals = query.length;
    const nameEnd = Math.min(equals, end);

    let slot = UNREAD;
    let isPasted = false;
    if (isPlainName(query, start, nameEnd)) {
      nameBits |= nameBit(nameEnd > start ? query.charCodeAt(start) : 0, nameEnd - start);
      slot = slotAt(query, start, nameEnd - start);
    } else {
      const name = formDecode(query.slice(start, nameEnd));
      const meant = meantName(name);
      nameBits |= bitOfName(name);
      slot = SLOTS.get(meant) ?? UNREAD;
      isPasted = meant !== name;
    }
    if (slot !== UNREAD) {
      const value = nameEnd < end ? query.slice(nameEnd + 1, end) : '';
      if (slot === UTM_CONTENT) {
        utmContents.push(value);
        hasPastedKey ||= isPasted;
      } else values[slot] = value;
    }
    start = end + 1;
  }
  return {
    utmContents,
    hasPastedKey,
    transactionId: values[0] ?? null,
    offerId: values[1] ?? null,
    campaignId: values[2] ?? null,
    urlId: values[3] ?? null,
    url: values[4] ?? null,
    affiliateId: values[5] ?? null,
    source: values[6] ?? null,
    subs: [values[7] ?? null, values[8] ?? null, values[9] ?? null, values[10] ?? null, values[11] ?? null],
    affiliateClickId: values[12] ?? null,
    nameBits,
  };
}

const NO_PARAMETERS: LinkParameters = {
  utmContents: [],
  hasPastedKey: false,
  transactionId: null,
  offerId: null,
  campaignId: null,
  urlId: null,
  url: null,
  affiliateId: null,
  source: null,
  subs: [null, null, null, null, null],
  affiliateClickId: null,
  nameBits: 0,
};

const PERCENT = 0x25;
const PLUS = 0x2b;
const SEMICOLON = 0x3b;

/** Whether a name stands as it is meant: with none of the characters of an escape or of `amp;`. */
function isPlainName(query: string, start: number, end: number): boolean {
  for (let i = start; i < end; i += 1) {
    const code = query.charCodeAt(i);
    if (code === PERCENT || code === PLUS || code === SEMICOLON) return false;
  }
  return true;
}

function slotAt(query: string, start: number, length: number): number {
  if (length === 0 || length > LONGEST) return UNREAD;
  const candidates = CANDIDATES[placeOf(length, query.charCodeAt(start + length - 1))];
  if (candidates === undefined) return UNREAD;
  for (const { name, slot } of candidates) if (query.startsWith(name, start)) return slot;
  return UNREAD;
}

/** A raw value as text; null for an absent or empty one. */
export const textOf = (raw: string | null): string | null => (raw ? formDecode(raw) : null);

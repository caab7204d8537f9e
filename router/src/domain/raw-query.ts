import { formDecode } from './form-decode.ts';

/** One parameter of a query, as it came. */
export interface RawPair {
  /** The bytes between two `&`, e.g. `utm%5Fcontent=a+b`. */
  readonly raw: string;
  /** The name as a landing page reads it, form-decoded, e.g. `utm_content`. For comparing only: never sent on. */
  readonly name: string;
  /** The bytes after the first `=`; empty without one. */
  readonly value: string;
}

/** Splits a raw query (without its `?`) at every `&`. Joined by `&` again, the pairs are the same bytes. */
export function splitQuery(rawQuery: string): RawPair[] {
  const pairs: RawPair[] = [];
  if (rawQuery === '') return pairs;
  let start = 0;
  while (start <= rawQuery.length) {
    const next = rawQuery.indexOf('&', start);
    const end = next === -1 ? rawQuery.length : next;
    pairs.push(readPair(rawQuery.slice(start, end)));
    start = end + 1;
  }
  return pairs;
}

function readPair(raw: string): RawPair {
  const equals = raw.indexOf('=');
  if (equals === -1) return { raw, name: formDecode(raw), value: '' };
  return { raw, name: formDecode(raw.slice(0, equals)), value: raw.slice(equals + 1) };
}

const PASTE_ERROR = 'amp;';

/**
 * The name a parameter was meant to have: links are pasted from HTML with `&amp;` for `&`, so `amp;offer_id` means
 * `offer_id`. For what the router itself reads; what is sent on keeps its bytes.
 */
export const meantName = (name: string): string =>
  name.startsWith(PASTE_ERROR) ? name.slice(PASTE_ERROR.length) : name;

/**
 * A bit that stands for a parameter's name. Two sets of names whose bits do not meet have no name in common, which nearly
 * always spares a click the comparison of every name.
 */
export const nameBit = (firstCode: number, length: number): number => 1 << ((firstCode * 7 + length) & 31);

export const bitOfName = (name: string): number => nameBit(name === '' ? 0 : name.charCodeAt(0), name.length);

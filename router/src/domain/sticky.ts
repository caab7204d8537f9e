import type { SigningKey } from './click-id.ts';
import { equalsInConstantTime } from './constant-time.ts';
import { keyedHash, signerOf } from './keyed-hash.ts';

/** Which agent a visitor was given first, and with which probability (R5). It travels in their cookie. */
export interface StickyAgent {
  readonly agentNumber: number;
  readonly owner: number;
  readonly survivors: number;
}

/** One cookie for each experiment that keeps its visitors' agents. */
export const stickyCookieName = (experimentNumber: number): string => `alyson_${experimentNumber}`;

/** The cookie of the visitor id, where a link's unit is the visitor. */
export const VISITOR_COOKIE = 'alyson_visitor';

const VALUE = /^([1-9]\d{0,3})\.(\d{1,5})\.(\d{1,5})\.(\d{1,2})\.[0-9a-f]{16}$/;
const VISITOR_ID = /^[0-9A-Za-z]{13}$/;

/** Signed, so that nobody chooses their page, or the probability that grading believes in, by writing a cookie. */
export function writeSticky(experimentId: string, sticky: StickyAgent, signing: SigningKey): string {
  const facts = `${sticky.agentNumber}.${sticky.owner}.${sticky.survivors}`;
  return `${facts}.${keyedHash(signing, 'sticky', `${experimentId}:${facts}`)}`;
}

/** @returns null for any text that no edge with one of these keys wrote for this experiment */
export function readSticky(experimentId: string, value: string, signing: SigningKey): StickyAgent | null {
  const [, number = '', owner = '', survivors = '', keyNumber = ''] = VALUE.exec(value) ?? [];
  const signer = number === '' ? null : signerOf(Number(keyNumber), signing);
  if (signer === null) return null;
  const sticky = { agentNumber: Number(number), owner: Number(owner), survivors: Number(survivors) };
  return equalsInConstantTime(writeSticky(experimentId, sticky, signer), value) ? sticky : null;
}

/** Unsigned, as a `utm_content` is: who makes one up chooses no more than a bucket. @returns null for any other text */
export const readVisitorId = (value: string | null): string | null =>
  value !== null && VISITOR_ID.test(value) ? value : null;

/** One cookie's value out of a Cookie header; of a repeated name the first, as browsers send the most specific first. */
export function readCookie(header: string | null, name: string): string | null {
  if (header === null) return null;
  for (let start = 0; start < header.length; ) {
    const semicolon = header.indexOf(';', start);
    const end = semicolon === -1 ? header.length : semicolon;
    while (header.charCodeAt(start) === SPACE) start += 1;
    if (header.startsWith(name, start) && header.charAt(start + name.length) === '=')
      return header.slice(start + name.length + 1, end).trim();
    start = end + 1;
  }
  return null;
}

const SPACE = 0x20;

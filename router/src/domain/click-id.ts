import { BASE62, fromBase62, toBase62, toThreeBase62 } from './base62.ts';
import { equalsInConstantTime } from './constant-time.ts';
import { type SipKey, sipHash24 } from './sip-hash.ts';

/**
 * A click id is 30 characters of `[0-9A-Za-z]`, so that it fits TUNE's fields, and carries its own facts, so that money
 * can be given to its agent even if the click's row never arrives (R23):
 *
 *   a · time 7 · experiment 4 · agent 2 · release 3 · key 1 · random 6 · MAC 6
 *
 * It begins with `a`, never with TUNE's `102`. Time is in ms since 2020; agent 0 means none, experiment 0 an unknown
 * link; the release number is cut to its last three digits. The MAC is SipHash-2-4 over all before it, by an edge secret.
 */
const VERSION = 'a';
/** 2020-01-01T00:00:00Z */
const EPOCH_MS = 1_577_836_800_000;
const RELEASE_LIMIT = 62 ** 3;
const BODY_LENGTH = 24;
const PATTERN = /^a[0-9A-Za-z]{29}$/;

/** Keys that make and prove click ids, by number 0 … 61. The highest one signs; the others still verify. */
export type ClickKeys = ReadonlyMap<number, SipKey>;

export interface SigningKey {
  readonly number: number;
  readonly key: SipKey;
  /** All that verify, this one too, where keys are rotated: what an older one signed still counts. */
  readonly keys?: ClickKeys;
}

/** @throws RangeError without any key */
export function signingKeyOf(keys: ClickKeys): SigningKey {
  const number = Math.max(...keys.keys());
  const key = keys.get(number);
  if (!key) throw new RangeError('there is no click key');
  return { number, key, keys };
}

/**
 * What is known of a click id before anything is decided: its time and its chance. It stands for the unit where a link
 * splits by click, or where there is no join key: the id itself cannot, since it names the agent chosen.
 */
export class Draw {
  /** In ms since 1970. */
  readonly at: number;
  /** How the id begins: the version and 7 characters of time. */
  readonly head: string;
  /** 6 characters. */
  readonly chance: string;

  /** @param random  two unsigned 32-bit integers from a good source */
  constructor(at: number, random: readonly [number, number]) {
    this.at = at;
    this.head = headOf(at);
    this.chance = toThreeBase62(random[0] % RELEASE_LIMIT) + toThreeBase62(random[1] % RELEASE_LIMIT);
  }

  /** The unit: 13 characters. */
  get text(): string {
    return this.head.slice(VERSION.length) + this.chance;
  }
}

export interface ClickIdFacts {
  readonly experimentNumber: number;
  readonly agentNumber: number;
  readonly releaseNumber: number;
}

/** What a decision leaves in its click ids: 9 characters, the same for every click of one agent in one release. */
export const clickIdPart = ({ experimentNumber, agentNumber, releaseNumber }: ClickIdFacts): string =>
  toBase62(experimentNumber, 4) + toBase62(agentNumber, 2) + toBase62(releaseNumber % RELEASE_LIMIT, 3);

/** @param part  from `clickIdPart` */
export function mintClickId({ head, chance }: Draw, part: string, signing: SigningKey): string {
  const tail = BASE62.charAt(signing.number) + chance;
  return head + part + tail + macOf(signing.key, head, part, tail);
}

export interface ParsedClickId extends ClickIdFacts {
  readonly at: number;
  readonly keyNumber: number;
  /** The unit of a click that was split by its id. */
  readonly draw: string;
}

/** Reads a click id without proving it. @returns null for any other text */
export function parseClickId(id: string): ParsedClickId | null {
  if (!PATTERN.test(id)) return null;
  return {
    at: EPOCH_MS + fromBase62(id.slice(1, 8)),
    experimentNumber: fromBase62(id.slice(8, 12)),
    agentNumber: fromBase62(id.slice(12, 14)),
    releaseNumber: fromBase62(id.slice(14, 17)),
    keyNumber: fromBase62(id.slice(17, 18)),
    draw: id.slice(1, 8) + id.slice(18, BODY_LENGTH),
  };
}

/** Reads a click id and proves that one of our edges made it. @returns null for any other text */
export function verifyClickId(id: string, keys: ClickKeys): ParsedClickId | null {
  const parsed = parseClickId(id);
  const key = parsed && keys.get(parsed.keyNumber);
  if (!key || !equalsInConstantTime(macOf(key, id.slice(0, BODY_LENGTH)), id.slice(BODY_LENGTH))) return null;
  return parsed;
}

/** 64 bits to six characters: three from each half. It is over all of the id before it, given whole or in pieces. */
function macOf(key: SipKey, body: string, second = '', third = ''): string {
  const { low, high } = sipHash24(key, body, second, third);
  return toThreeBase62(low % RELEASE_LIMIT) + toThreeBase62(high % RELEASE_LIMIT);
}

let lastHead = { at: -1, text: '' };

/** Many clicks share a millisecond, so the last text is kept. */
function headOf(at: number): string {
  if (lastHead.at !== at) lastHead = { at, text: VERSION + toBase62(Math.max(0, at - EPOCH_MS), 7) };
  return lastHead.text;
}

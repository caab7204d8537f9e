import { encodeUtf8 } from './utf8.ts';

/** A SipHash key of 16 bytes as four little-endian 32-bit words. */
export type SipKey = Int32Array;

/** @throws RangeError unless there are exactly 16 bytes */
export function sipKeyOf(bytes: Uint8Array): SipKey {
  if (bytes.length !== 16) throw new RangeError('a SipHash key has 16 bytes');
  return Int32Array.from([0, 4, 8, 12], (at) => wordAt(bytes, at));
}

export interface SipDigest {
  /** Unsigned 32-bit halves of the 64-bit result. */
  readonly low: number;
  readonly high: number;
}

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash that nobody without the key can predict. 64-bit words are
 * pairs of 32-bit halves, because a click must not wait for BigInt.
 *
 * @param texts  hashed as one: what is in pieces need not be put together first
 */
export function sipHash24(key: SipKey, text: string, second = '', third = ''): SipDigest {
  const length = text.length + second.length + third.length;
  if (length <= SCRATCH_LENGTH) {
    const seen = fill(text, 0) | fill(second, text.length) | fill(third, text.length + second.length);
    for (let i = length; i <= (length | 7); i += 1) scratch[i] = 0;
    if (seen <= 0x7f) return hashBytes(key, scratch, length);
  }
  return hashLong(key, encodeUtf8(text + second + third));
}

/** Every click is hashed twice at least: short ASCII texts, nearly all there are, need no bytes of their own. */
const SCRATCH_LENGTH = 120;
const scratch = new Uint8Array(SCRATCH_LENGTH + 8);

/** @returns above 0x7f where the text is not ASCII */
function fill(text: string, at: number): number {
  let seen = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    seen |= code;
    scratch[at + i] = code;
  }
  return seen;
}

/** In whole blocks of eight bytes, the last one padded with zeros. */
function hashLong(key: SipKey, bytes: Uint8Array): SipDigest {
  const padded = new Uint8Array((bytes.length | 7) + 1);
  padded.set(bytes);
  return hashBytes(key, padded, bytes.length);
}

function hashBytes(key: SipKey, bytes: Uint8Array, length: number): SipDigest {
  const [k0l = 0, k0h = 0, k1l = 0, k1h = 0] = key;
  let v0l = k0l ^ 0x70736575;
  let v0h = k0h ^ 0x736f6d65;
  let v1l = k1l ^ 0x6e646f6d;
  let v1h = k1h ^ 0x646f7261;
  let v2l = k0l ^ 0x6e657261;
  let v2h = k0h ^ 0x6c796765;
  let v3l = k1l ^ 0x79746573;
  let v3h = k1h ^ 0x74656462;

  const wholeBlocks = length >>> 3;
  // Every block, then the last one with the length, then the finish: two rounds for a block, four for the finish.
  for (let block = 0; block <= wholeBlocks + 1; block += 1) {
    const isFinish = block > wholeBlocks;
    const isLast = block === wholeBlocks;
    const ml = isFinish ? 0 : wordAt(bytes, block * 8);
    const mh = isFinish ? 0 : wordAt(bytes, block * 8 + 4) | (isLast ? length << 24 : 0);
    if (isFinish) v2l ^= 0xff;
    v3l ^= ml;
    v3h ^= mh;
    for (let round = isFinish ? 4 : 2; round > 0; round -= 1) {
      let low = (v0l >>> 0) + (v1l >>> 0);
      v0h = (v0h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
      v0l = low | 0;
      let high = (v1h << 13) | (v1l >>> 19);
      v1l = ((v1l << 13) | (v1h >>> 19)) ^ v0l;
      v1h = high ^ v0h;
      high = v0l;
      v0l = v0h;
      v0h = high;

      low = (v2l >>> 0) + (v3l >>> 0);
      v2h = (v2h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
      v2l = low | 0;
      high = (v3h << 16) | (v3l >>> 16);
      v3l = ((v3l << 16) | (v3h >>> 16)) ^ v2l;
      v3h = high ^ v2h;

      low = (v0l >>> 0) + (v3l >>> 0);
      v0h = (v0h + v3h + (low > 0xffffffff ? 1 : 0)) | 0;
      v0l = low | 0;
      high = (v3h << 21) | (v3l >>> 11);
      v3l = ((v3l << 21) | (v3h >>> 11)) ^ v0l;
      v3h = high ^ v0h;

      low = (v2l >>> 0) + (v1l >>> 0);
      v2h = (v2h + v1h + (low > 0xffffffff ? 1 : 0)) | 0;
      v2l = low | 0;
      high = (v1h << 17) | (v1l >>> 15);
      v1l = ((v1l << 17) | (v1h >>> 15)) ^ v2l;
      v1h = high ^ v2h;
      high = v2l;
      v2l = v2h;
      v2h = high;
    }
    v0l ^= ml;
    v0h ^= mh;
  }
  return { low: (v0l ^ v1l ^ v2l ^ v3l) >>> 0, high: (v0h ^ v1h ^ v2h ^ v3h) >>> 0 };
}

/** Four bytes, least first; what lies beyond the end is zero. */
const wordAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);

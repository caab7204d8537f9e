import { encodeUtf8 } from './utf8.ts';

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain) over the UTF-8 bytes of a text. Frozen for ever: buckets of clicks
 * already answered depend on every bit of it (R6). Vectors: `schema/fixtures/hash-vectors.json`.
 *
 * @param seed  an unsigned 32-bit integer
 * @returns an unsigned 32-bit integer
 */
export function hash32(text: string, seed: number): number {
  const length = text.length;
  const wholeBlocks = length & ~3;
  let hash = seed | 0;
  let seen = 0;
  // One character is one byte as long as all are ASCII, which nearly every unit is: no bytes need to be made.
  for (let i = 0; i < wholeBlocks; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    seen |= a | b | c | d;
    hash = mixBlock(hash, a | (b << 8) | (c << 16) | (d << 24));
  }
  let tail = 0;
  for (let i = length - 1; i >= wholeBlocks; i -= 1) {
    const a = text.charCodeAt(i);
    seen |= a;
    tail = (tail << 8) | a;
  }
  if (seen > 0x7f) return hashBytes(encodeUtf8(text), seed);
  return finish(hash ^ scramble(tail), length);
}

function hashBytes(bytes: Uint8Array, seed: number): number {
  const wholeBlocks = bytes.length & ~3;
  const byte = (i: number) => bytes[i] ?? 0;
  let hash = seed | 0;
  for (let i = 0; i < wholeBlocks; i += 4)
    hash = mixBlock(hash, byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24));
  let tail = 0;
  for (let i = bytes.length - 1; i >= wholeBlocks; i -= 1) tail = (tail << 8) | byte(i);
  return finish(hash ^ scramble(tail), bytes.length);
}

function scramble(block: number): number {
  const k = Math.imul(block, C1);
  return Math.imul((k << 15) | (k >>> 17), C2);
}

function mixBlock(hash: number, block: number): number {
  const h = hash ^ scramble(block);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

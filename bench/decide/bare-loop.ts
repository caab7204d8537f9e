import { byUnit, type Contestant, SPLIT } from './split.ts';

/** The yardstick: MurmurHash3 as in its textbook, four cut points, and nothing else that a decision needs. */
export function prepareBareLoop(units: readonly string[]): Contestant {
  const agents = SPLIT.map(({ agent }) => agent);
  const ends: number[] = [];
  for (const { weight } of SPLIT) ends.push((ends.at(-1) ?? 0) + weight);
  return byUnit(units, (unit) => {
    const bucket = Math.floor((murmur3(unit, 7) * 10_000) / 2 ** 32);
    for (let i = 0; i < ends.length; i += 1) if (bucket < (ends[i] ?? 0)) return agents[i] ?? '';
    return '';
  });
}

/** Of ASCII only. */
function murmur3(text: string, seed: number): number {
  let hash = seed;
  let i = 0;
  for (; i + 4 <= text.length; i += 4) {
    const block =
      text.charCodeAt(i) |
      (text.charCodeAt(i + 1) << 8) |
      (text.charCodeAt(i + 2) << 16) |
      (text.charCodeAt(i + 3) << 24);
    hash ^= scramble(block);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let j = text.length - 1; j >= i; j -= 1) tail = (tail << 8) | text.charCodeAt(j);
  hash ^= scramble(tail) ^ text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

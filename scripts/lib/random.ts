/** Chance that repeats itself: the same seed gives the same visitors, whatever the network does in between. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number from `low` up to and including `high`. */
  between(low: number, high: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Picks by the items' own weights. */
  pickWeighted<T extends { weight: number }>(items: readonly [T, ...T[]]): T;
  /** A positive number whose logarithm is normal: waiting times and order values look like this. */
  logNormal(median: number, sigma: number): number;
  /** So many characters of `[0-9a-z]`. */
  token(length: number): string;
}

/** @param seeds  together they name one stream, e.g. `(7, 'visit', 12)` */
export function createRandom(...seeds: readonly (string | number)[]): Random {
  let state = hash(seeds.join('/'));
  // Mulberry32: 32 bits of state are plenty for one visitor.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    chance: (probability) => next() < probability,
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    pickWeighted(items) {
      let left = next() * items.reduce((sum, item) => sum + item.weight, 0);
      for (const item of items) {
        left -= item.weight;
        if (left < 0) return item;
      }
      return items[0];
    },
    logNormal(median, sigma) {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(sigma * normal);
    },
    token: (length) => Array.from({ length }, () => between(0, 35).toString(36)).join(''),
  };
}

/** FNV-1a, so that near seeds begin far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}

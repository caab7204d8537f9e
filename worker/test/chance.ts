/** Chance that can be had again: the same seed draws the same numbers, on every machine. */
export interface Chance {
  /** In [0, 1). */
  uniform: () => number;
  normal: () => number;
  /** A count with this mean. */
  poisson: (mean: number) => number;
}

export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  // mulberry32
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const poisson = (mean: number) => {
    let count = 0;
    for (let left = Math.exp(-mean), product = uniform(); product > left; product *= uniform()) count += 1;
    return count;
  };
  return { uniform, normal, poisson };
}

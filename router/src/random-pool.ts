const POOL_WORDS = 1_024;

/** Words of the platform's secure randomness, fetched by the kilobyte: asking for each click's own would cost more. */
export function createRandomPool(): () => readonly [number, number] {
  const pool = new Uint32Array(POOL_WORDS);
  let next = POOL_WORDS;
  return () => {
    if (next >= POOL_WORDS) {
      crypto.getRandomValues(pool);
      next = 0;
    }
    next += 2;
    return [pool[next - 2] ?? 0, pool[next - 1] ?? 0];
  };
}

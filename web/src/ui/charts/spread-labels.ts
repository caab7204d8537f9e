/**
 * Moves labels apart so that none is nearer to the next than `gap`, as little as possible and within `[low, high]`.
 *
 * @param wanted where each label would stand best, in any order
 * @returns where each stands, in the same order; when they cannot all fit they keep their order and run past `high`
 */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const placed: number[] = [];
  for (const index of order) placed.push(Math.max(wanted[index] ?? 0, (placed.at(-1) ?? low - gap) + gap, low));
  // Whatever was pushed past the end goes back, and pushes the ones before it.
  let limit = high;
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    placed[i] = Math.max(low + i * gap, Math.min(placed[i] ?? 0, limit));
    limit = (placed[i] ?? 0) - gap;
  }
  const result = [...wanted];
  for (const [position, index] of order.entries()) result[index] = placed[position] ?? 0;
  return result;
}

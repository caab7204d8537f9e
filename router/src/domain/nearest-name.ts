const FARTHEST = 3;

/** The candidate that takes the fewest typing mistakes to become `name`, if it takes few enough to be meant. */
export function nearestName(name: string, candidates: readonly string[]): string | null {
  const nearest = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const limit = Math.min(FARTHEST, Math.ceil(name.length / 2));
  return nearest && nearest.distance <= limit ? nearest.candidate : null;
}

/** Levenshtein: insertions, deletions and substitutions. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

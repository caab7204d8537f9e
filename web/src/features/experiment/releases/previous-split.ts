import type { ReleaseSummary } from '@alyson/schema';

/**
 * The release that a roll back means when no number is named: the newest one whose split differs from the split now.
 *
 * @param releases newest first
 * @returns null when every release has had the same split
 */
export function previousSplit<R extends Pick<ReleaseSummary, 'weights'>>(releases: readonly R[]): R | null {
  const [newest, ...earlier] = releases;
  return (newest && earlier.find((release) => !isSameSplit(release.weights, newest.weights))) ?? null;
}

type Weights = ReleaseSummary['weights'];

/** Whether two releases share clicks out alike, as a pause and a resume do. */
export function isSameSplit(a: Weights, b: Weights): boolean {
  const weightOf = new Map(b.map((weight) => [weight.agentId, weight.weightBasisPoints]));
  return a.length === b.length && a.every((weight) => weightOf.get(weight.agentId) === weight.weightBasisPoints);
}

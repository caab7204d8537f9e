import { formatWeight } from '../ui/format/percent.ts';

/** What the exploration minimum means for the leader. */
export function floorConsequence(floor: number | null, agents: number): string {
  if (floor === null) return 'Keeps every agent in sight, so that the optimizer notices when one improves.';
  const most = 10_000 - floor * (agents - 1);
  if (most < floor) return `${agents} agents cannot each keep ${formatWeight(floor)}.`;
  return `With ${agents} agents at ${formatWeight(floor)} or more each, the leader can have at most ${formatWeight(most)}.`;
}

/** How long a large change takes under the largest step. */
export function stepConsequence(step: number | null): string {
  if (step === null || step <= 0) return 'How far one agent may move at a time.';
  const releases = Math.ceil(5_000 / step);
  return `An agent needs ${releases === 1 ? 'one release' : `at least ${releases} releases`} to gain 50 points.`;
}

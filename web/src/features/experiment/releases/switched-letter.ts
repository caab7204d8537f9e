import type { Agent, ReleaseSummary } from '@alyson/schema';

type Off = Pick<ReleaseSummary, 'offAgentIds'>;

/** The letter of the one agent that a release turned off or on; null when it is not exactly one, or is not known. */
export function switchedLetter(
  release: Off,
  previous: Off | null,
  agents: readonly Pick<Agent, 'id' | 'letter'>[],
): string | null {
  if (!previous) return null;
  const [before, after] = [new Set(previous.offAgentIds), new Set(release.offAgentIds)];
  const switched = agents.filter((agent) => before.has(agent.id) !== after.has(agent.id));
  return switched.length === 1 ? (switched[0]?.letter ?? null) : null;
}

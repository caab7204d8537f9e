import type { Agent, ReleaseSummary } from '@alyson/schema';
import { effectiveShares } from '../../../lib/effective-shares.ts';

/** What share of clicks each agent got under a release, by agent; null while every click went to the fallback. */
export function releaseShares(
  release: Pick<ReleaseSummary, 'state' | 'weights' | 'offAgentIds'>,
  agents: readonly Pick<Agent, 'id'>[],
): ReadonlyMap<string, number> | null {
  const ids = agents.map((agent) => agent.id);
  const shares = effectiveShares(release, ids);
  return shares && new Map(ids.map((id, i) => [id as string, shares[i] ?? 0]));
}

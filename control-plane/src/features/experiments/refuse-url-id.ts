import { agentLetter } from '@alyson/schema';
import type { AgentRow } from '../../experiment/experiments.store.ts';

/** Why an agent cannot have its `url_id`: TUNE's id names one page. @param agents  that are in releases */
export function refuseUrlId(agents: readonly AgentRow[], { id, tuneUrlId }: AgentRow): string | null {
  const other = agents.find((agent) => agent.id !== id && tuneUrlId !== null && agent.tuneUrlId === tuneUrlId);
  return other ? `is agent ${agentLetter(other.number)}'s already` : null;
}

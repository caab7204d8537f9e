import { type AgentState, agentLetter, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { isPublished, refuseAgents, refuseStep } from '../../domain/experiment.ts';
import { updateAgent, updateExperiment } from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';

export interface AgentOfExperiment {
  experimentId: string;
  agentId: string;
}

/**
 * Turns one agent off or on. Its weight stays in the split: while it is off the others share its clicks in their own
 * proportions, and nobody else changes page (R8).
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export function changeAgentState(
  ctx: Context,
  { experimentId, agentId }: AgentOfExperiment,
  state: Exclude<AgentState, 'archived'>,
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const agent = rows.agents.find(({ id }) => id === agentId);
    if (!agent) throw new ProblemError('not_found');
    const letter = agentLetter(agent.number);
    const agents = rows.agents.map((each) => (each === agent ? { ...each, state, offCause: null } : each));
    refuseFor(refuseStep(`turn_agent_${state}`, rows.experiment.state));
    refuseFor(agent.state === 'archived' ? `Agent ${letter} is archived. Bring it back first.` : null);
    refuseFor(agent.state === state ? `Agent ${letter} is ${state} already.` : refuseAgents(agents));

    const { id, name } = rows.experiment;
    await updateAgent(tx, agentId, { state, offCause: null });
    const experiment = await updateExperiment(tx, id, {}, new Date(ctx.now()));
    const changed = { ...rows, experiment, agents };
    if (isPublished(experiment.state)) await publishRelease(tx, ctx, changed, { cause: `agent_${state}` });
    await appendAudit(tx, ctx, {
      action: `agent.turned_${state}`,
      objectId: id,
      objectName: name,
      before: { agentId, letter, state: agent.state },
      after: { agentId, letter, state },
    });
    return showExperiment(ctx, tx, changed);
  });
}

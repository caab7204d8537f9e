import { agentLetter, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseAgents, refuseStep, weightsOf, withoutAgent } from '../../domain/experiment.ts';
import { refuseNamedByRule } from '../../domain/refuse-named-by-rule.ts';
import { updateExperiment, updateWeights } from '../../experiment/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';
import type { AgentOfExperiment } from './change-agent-state.ts';
import { deleteAgent } from './experiments.store.ts';

const FEWEST_AGENTS = 2;

/**
 * Removes an agent to which nothing was ever routed, because the experiment has not been started.
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`
 */
export function removeAgent(
  ctx: Context,
  { experimentId, agentId, ifMatch }: AgentOfExperiment & { ifMatch: number },
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const agent = rows.agents.find(({ id }) => id === agentId);
    if (!agent) throw new ProblemError('not_found');
    const { id, name, state, rules } = rows.experiment;
    requireVersion(rows.experiment, ifMatch);
    refuseFor(refuseStep('remove_agent', state));
    const isTooFew = rows.agents.length <= FEWEST_AGENTS;
    refuseFor(isTooFew ? 'An experiment compares two agents at least. Add another first.' : null);
    refuseFor(refuseNamedByRule(agent, rules));
    refuseFor(refuseAgents(rows.agents.filter((other) => other !== agent)));

    const agents = withoutAgent(rows.agents, agentId);
    await deleteAgent(tx, agentId);
    await updateWeights(tx, agents);
    const experiment = await updateExperiment(tx, id, {}, new Date(ctx.now()));
    const { experimentId: _, isCapped: _never, ...gone } = agent;
    await appendAudit(tx, ctx, {
      action: 'agent.removed',
      objectId: id,
      objectName: name,
      before: { ...gone, letter: agentLetter(agent.number), weights: weightsOf(rows.agents) },
      after: { weights: weightsOf(agents) },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    return showExperiment(ctx, tx, { ...rows, experiment, agents });
  });
}

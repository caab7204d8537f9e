import { agentLetter, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseAgents, refuseStep, weightsOf, withoutAgent } from '../../domain/experiment.ts';
import { refuseNamedByRule } from '../../domain/refuse-named-by-rule.ts';
import {
  type AgentRow,
  type ExperimentRows,
  updateAgent,
  updateExperiment,
  updateWeights,
} from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';
import type { AgentOfExperiment } from './change-agent-state.ts';

/** Out of the split and of every release; its cap has nothing to keep any more. */
const ARCHIVED = { state: 'archived', weightBasisPoints: 0, dailyCap: null, isCapped: false } as const;

/**
 * Takes an agent out for good. Its history, its number and its letter stay; the others share what it had (C9).
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export function archiveAgent(ctx: Context, { experimentId, agentId }: AgentOfExperiment): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const agent = rows.agents.find(({ id }) => id === agentId);
    if (!agent) throw new ProblemError('not_found');
    const letter = agentLetter(agent.number);
    const { id, name, state } = rows.experiment;
    refuseFor(refuseStep('archive_agent', state));
    refuseFor(refuseArchiving(agent, rows));

    const others = withoutAgent(rows.agents, agentId);
    const agents = [...others, { ...agent, ...ARCHIVED }].sort((a, b) => a.number - b.number);
    const { weightBasisPoints: _, ...fields } = ARCHIVED;
    await updateAgent(tx, agentId, fields);
    await updateWeights(tx, agents);
    const experiment = await updateExperiment(tx, id, {}, new Date(ctx.now()));
    const changed = { ...rows, experiment, agents };
    const summary = `archived agent ${letter}, “${agent.name}”`;
    await publishRelease(tx, ctx, changed, { cause: 'agent_archived', summary });
    await appendAudit(tx, ctx, {
      action: 'agent.archived',
      objectId: id,
      objectName: name,
      before: { agentId, letter, state: agent.state, dailyCap: agent.dailyCap, weights: weightsOf(rows.agents) },
      after: { agentId, letter, state: 'archived', dailyCap: null, weights: weightsOf(agents) },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    return showExperiment(ctx, tx, changed);
  });
}

function refuseArchiving(agent: AgentRow, { agents, experiment }: ExperimentRows): string | null {
  const letter = agentLetter(agent.number);
  if (agent.state === 'archived') return `Agent ${letter} is archived already.`;
  if (agent.isControl) return `Agent ${letter} is the control. Make another agent the control first, or none.`;
  return refuseNamedByRule(agent, experiment.rules) ?? refuseAgents(agents.filter((other) => other !== agent));
}

import { agentLetter, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseTunePages } from '../../domain/check-links.ts';
import { isCurrent, refuseStep } from '../../domain/experiment.ts';
import { updateAgent, updateExperiment } from '../../experiment/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';
import type { AgentOfExperiment } from './change-agent-state.ts';
import { refuseUrlId } from './refuse-url-id.ts';

/**
 * Brings an archived agent back, turned off and without weight: routers hear of it when a person turns it on.
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export function restoreAgent(ctx: Context, { experimentId, agentId }: AgentOfExperiment): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const before = rows.agents.find(({ id }) => id === agentId);
    if (!before) throw new ProblemError('not_found');
    const letter = agentLetter(before.number);
    const { id, name, state } = rows.experiment;
    refuseFor(refuseStep('restore_agent', state));
    refuseFor(before.state === 'archived' ? null : `Agent ${letter} is not archived.`);
    const after = { ...before, state: 'off' as const };
    const agents = rows.agents.map((agent) => (agent === before ? after : agent));
    const current = agents.filter(isCurrent);
    const taken = refuseUrlId(current, after);
    refuseFor(taken && `Its url_id ${taken}.`);
    refuseFor(refuseTunePages(current, rows.links));

    await updateAgent(tx, agentId, { state: 'off', offCause: null });
    const experiment = await updateExperiment(tx, id, {}, new Date(ctx.now()));
    const changed = { ...rows, experiment, agents };
    await appendAudit(tx, ctx, {
      action: 'agent.restored',
      objectId: id,
      objectName: name,
      before: { agentId, letter, state: 'archived' },
      after: { agentId, letter, state: 'off' },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    return showExperiment(ctx, tx, changed);
  });
}

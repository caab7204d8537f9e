import { isDeepStrictEqual } from 'node:util';
import { agentLetter, type ChangeAgent, invalidField, ProblemError } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import { refuseTunePages } from '../../domain/check-links.ts';
import { isPublished, refuseStep } from '../../domain/experiment.ts';
import { appendAudit } from '../../ledger/append-audit.ts';
import { type AgentRow, type ExperimentRows, updateAgent, updateExperiment } from '../../ledger/experiments.store.ts';
import { publishRelease } from '../../ledger/publish-release.ts';
import { refuseFor, requireVersion } from '../../ledger/refusals.ts';
import { type ShownExperiment, showExperiment } from '../../ledger/show-experiment.ts';
import { withExperiment } from '../../ledger/with-experiment.ts';

export interface ChangeOfAgent {
  experimentId: string;
  agentId: string;
  ifMatch: number;
  change: ChangeAgent;
}

/**
 * Changes an agent's name, daily cap or TUNE's `url_id`.
 *
 * @throws ProblemError `forbidden`, `not_found`, `stale_version`, `transition_refused`, `validation_failed`
 */
export function changeAgent(ctx: Context, input: ChangeOfAgent): Promise<ShownExperiment> {
  authorize(ctx.actor, 'experiment:write');
  return withExperiment(ctx, input.experimentId, async (tx, rows) => {
    const before = rows.agents.find(({ id }) => id === input.agentId);
    if (!before) throw new ProblemError('not_found');
    requireVersion(rows.experiment, input.ifMatch);
    refuseFor(refuseStep('change_agent', rows.experiment.state));
    const { was, becomes } = differencesOf(before, input.change);
    if (Object.keys(becomes).length === 0) return showExperiment(ctx, tx, rows);
    const after = { ...before, ...becomes };
    const agents = rows.agents.map((agent) => (agent === before ? after : agent));
    refuseUrlIds({ ...rows, agents }, after);

    await updateAgent(tx, before.id, becomes);
    const experiment = await updateExperiment(tx, rows.experiment.id, {}, new Date(ctx.now()));
    const changed = { ...rows, experiment, agents };
    const isRerouted = becomes.tuneUrlId !== undefined && isPublished(experiment.state);
    if (isRerouted) await publishRelease(tx, ctx, changed, { cause: 'edited' });
    await appendAudit(tx, ctx, {
      action: 'agent.changed',
      objectId: experiment.id,
      objectName: experiment.name,
      before: { agentId: before.id, letter: agentLetter(before.number), ...was },
      after: { agentId: before.id, letter: agentLetter(before.number), ...becomes },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
    return showExperiment(ctx, tx, changed);
  });
}

type Changed = Partial<Pick<AgentRow, 'name' | 'dailyCap' | 'tuneUrlId'>>;

function differencesOf(
  { name, dailyCap, tuneUrlId }: AgentRow,
  change: ChangeAgent,
): { was: Changed; becomes: Changed } {
  const wanted = new Map<string, unknown>(Object.entries(change));
  const differs = ([field, value]: [string, unknown]) =>
    wanted.get(field) !== undefined && !isDeepStrictEqual(wanted.get(field), value);
  const was: Changed = Object.fromEntries(Object.entries({ name, dailyCap, tuneUrlId }).filter(differs));
  const becomes: Changed = Object.fromEntries(Object.entries(change).filter(([field]) => Object.hasOwn(was, field)));
  return { was, becomes };
}

function refuseUrlIds({ agents, links }: ExperimentRows, { id, tuneUrlId }: AgentRow): void {
  const other = agents.find((agent) => agent.id !== id && tuneUrlId !== null && agent.tuneUrlId === tuneUrlId);
  if (other) throw invalidField('#/tuneUrlId', `is agent ${agentLetter(other.number)}'s already`);
  const refusal = refuseTunePages(agents, links);
  if (refusal) throw invalidField('#/tuneUrlId', refusal);
}

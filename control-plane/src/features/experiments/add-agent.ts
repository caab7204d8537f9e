import {
  type AddAgent,
  agentLetter,
  type FieldProblem,
  floorTooHigh,
  MOST_AGENTS,
  TOTAL_BASIS_POINTS,
} from '@alyson/schema';
import { readPageRules } from '../../addresses/page-rules.ts';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseTunePages } from '../../domain/check-links.ts';
import { isCurrent, isPublished, makeRoom, refuseStep, spreadOverAgents, weightsOf } from '../../domain/experiment.ts';
import {
  type AgentRow,
  type ExperimentRows,
  updateExperiment,
  updateWeights,
} from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { refuseFor } from '../../refusals.ts';
import { checkPageOf } from './check-settings.ts';
import { insertAgent } from './experiments.store.ts';
import { refuseUrlId } from './refuse-url-id.ts';

/**
 * Adds an agent to an experiment. The others give it its share in their own proportions, by the fewest buckets (R6);
 * what is known of them stays as it is (C9).
 *
 * @throws ProblemError `not_found`, `transition_refused`, `validation_failed`
 */
export function addAgent(ctx: Context, experimentId: string, input: AddAgent): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { id, name, state } = rows.experiment;
    refuseFor(refuseStep('add_agent', state));
    const { reason, weightBasisPoints: share, ...settings } = input;
    const agent: AgentRow = {
      ...settings,
      id: ctx.newId('agent'),
      experimentId: id,
      // A number is part of click ids, so one that was ever routed to is never given again: its agent stays.
      number: Math.max(0, ...rows.agents.map(({ number }) => number)) + 1,
      state: 'on',
      offCause: null,
      weightBasisPoints: 0,
      isCapped: false,
    };
    const faults = await checkAgent(tx, ctx, rows, agent);
    if (faults.length > 0) throw invalidFields(faults);

    const agents = spreadOverAgents([...rows.agents, agent], makeRoom(rows.agents, agent, share));
    await insertAgent(tx, agent);
    await updateWeights(tx, agents);
    const experiment = await updateExperiment(tx, id, {}, new Date(ctx.now()));
    const changed = { ...rows, experiment, agents };
    const letter = agentLetter(agent.number);
    if (isPublished(state))
      await publishRelease(tx, ctx, changed, {
        cause: 'agent_added',
        reason,
        summary: `added agent ${letter}, “${agent.name}”`,
      });
    await appendAudit(tx, ctx, {
      action: 'agent.added',
      objectId: id,
      objectName: name,
      reason,
      before: { weights: weightsOf(rows.agents) },
      after: { agentId: agent.id, letter, ...settings, weights: weightsOf(agents) },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    return showExperiment(ctx, tx, changed);
  });
}

async function checkAgent(
  tx: Tx,
  ctx: Context,
  { experiment, agents, links }: ExperimentRows,
  agent: AgentRow,
): Promise<FieldProblem[]> {
  const rules = await readPageRules(tx, ctx);
  const current = agents.filter(isCurrent);
  const count = current.length + 1;
  const isFloorTooHigh = experiment.optimization.floorBasisPoints * count > TOTAL_BASIS_POINTS;
  const control = agents.find(({ isControl }) => isControl);
  const urlId = refuseUrlId(current, agent) ?? refuseTunePages([...current, agent], links);
  const at = (field: string, detail: string | null) => (detail ? [{ pointer: `#/${field}`, detail }] : []);
  return [
    ...(count > MOST_AGENTS ? at('name', `An experiment has ${MOST_AGENTS} agents at most; archive one first.`) : []),
    ...checkPageOf('landingUrl', agent.landingUrl, rules),
    ...at('tuneUrlId', urlId),
    ...(agent.isControl && control ? at('isControl', `agent ${agentLetter(control.number)} is the control`) : []),
    ...(isFloorTooHigh
      ? at('weightBasisPoints', `${floorTooHigh(count)} Lower the exploration minimum under Settings first.`)
      : []),
  ];
}

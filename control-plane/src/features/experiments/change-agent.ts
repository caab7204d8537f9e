import { agentLetter, type ChangeAgent, type FieldProblem, ProblemError } from '@alyson/schema';
import { readPageRules } from '../../addresses/page-rules.ts';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseTunePages } from '../../domain/check-links.ts';
import { isCurrent, isPublished, refuseStep } from '../../domain/experiment.ts';
import { pickChanges } from '../../domain/pick-changes.ts';
import { summarizeAgent } from '../../domain/summarize-edit.ts';
import {
  type AgentRow,
  type ExperimentRows,
  updateAgent,
  updateExperiment,
} from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';
import { checkPageOf } from './check-settings.ts';
import { refuseUrlId } from './refuse-url-id.ts';

export interface ChangeOfAgent {
  experimentId: string;
  agentId: string;
  ifMatch: number;
  change: ChangeAgent;
}

/**
 * Changes an agent. What is known of it stays, also when its page has another address: another page is another agent (C9).
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`, `validation_failed`
 */
export function changeAgent(ctx: Context, input: ChangeOfAgent): Promise<ShownExperiment> {
  return withExperiment(ctx, input.experimentId, async (tx, rows) => {
    const before = rows.agents.find(({ id }) => id === input.agentId);
    if (!before) throw new ProblemError('not_found');
    requireVersion(rows.experiment, input.ifMatch);
    refuseFor(refuseStep('change_agent', rows.experiment.state));
    const letter = agentLetter(before.number);
    refuseFor(isCurrent(before) ? null : `Agent ${letter} is archived. Bring it back first.`);
    const { reason, ...change } = input.change;
    const { name, landingUrl, isControl, dailyCap, tuneUrlId } = before;
    const current = { name, landingUrl, isControl, dailyCap, tuneUrlId };
    const { was, becomes } = pickChanges<Changed>(current, change);
    if (Object.keys(becomes).length === 0) return showExperiment(ctx, tx, rows);
    const agents = withChange(rows.agents, before, becomes);
    const faults = await checkChange(tx, ctx, { ...rows, agents }, { ...before, ...becomes }, becomes);
    if (faults.length > 0) throw invalidFields(faults);

    const formerControl = agents.find((agent, i) => rows.agents[i]?.isControl && !agent.isControl);
    if (formerControl) await updateAgent(tx, formerControl.id, { isControl: false });
    await updateAgent(tx, before.id, becomes);
    const experiment = await updateExperiment(tx, rows.experiment.id, {}, new Date(ctx.now()));
    const changed = { ...rows, experiment, agents };
    const summary = summarizeAgent(letter, becomes);
    if (summary && isPublished(experiment.state))
      await publishRelease(tx, ctx, changed, { cause: 'edited', reason, summary });
    await appendAudit(tx, ctx, {
      action: 'agent.changed',
      objectId: experiment.id,
      objectName: experiment.name,
      reason,
      before: { agentId: before.id, letter, ...was },
      after: { agentId: before.id, letter, ...becomes },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
    return showExperiment(ctx, tx, changed);
  });
}

type Changed = Partial<Pick<AgentRow, 'name' | 'landingUrl' | 'isControl' | 'dailyCap' | 'tuneUrlId'>>;

/** One agent at most is the control: who becomes it takes the mark from who was. */
const withChange = (agents: readonly AgentRow[], one: AgentRow, change: Changed): AgentRow[] =>
  agents.map((agent) => {
    if (agent === one) return { ...agent, ...change };
    return change.isControl ? { ...agent, isControl: false } : agent;
  });

async function checkChange(
  tx: Tx,
  ctx: Context,
  { agents, links }: ExperimentRows,
  after: AgentRow,
  { landingUrl }: Changed,
): Promise<FieldProblem[]> {
  const rules = await readPageRules(tx, ctx);
  const current = agents.filter(isCurrent);
  const urlId = refuseUrlId(current, after) ?? refuseTunePages(current, links);
  return [
    // A page that was allowed once stays, whatever else of its agent is changed.
    ...(landingUrl === undefined ? [] : checkPageOf('landingUrl', landingUrl, rules)),
    ...(urlId ? [{ pointer: '#/tuneUrlId', detail: urlId }] : []),
  ];
}

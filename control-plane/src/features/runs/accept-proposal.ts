import { ProblemError, type Proposal, type WeightChange } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { type Context, OPTIMIZER } from '../../context.ts';
import { weightsOf, withWeights } from '../../domain/experiment.ts';
import { judgeProposal, type Verdict } from '../../domain/judge-proposal.ts';
import { type ExperimentRows, updateExperiment, updateWeights } from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { readRampUnderWay } from '../../experiment/ramps.store.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { finishRun } from './finish-run.ts';
import { lockLeasedRun } from './lock-leased-run.ts';
import { findRun, isOvertaken, type RunChange, type RunRow } from './runs.store.ts';
import { type ShownRun, showRun } from './show-run.ts';

export interface HandedIn {
  runId: string;
  leaseId: string;
  proposal: Proposal;
}

/**
 * Decides on what a worker proposes (W2). New weights, their release, the run and the audit entry are one transaction. A
 * proposal handed in again, because its answer was lost, is answered as the first was.
 *
 * @throws ProblemError `not_found`, `lease_lost`, `validation_failed` when the proposal breaks a rule
 */
export async function acceptProposal(ctx: Context, { runId, leaseId, proposal }: HandedIn): Promise<ShownRun> {
  const known = await findRun(ctx.db, runId);
  if (!known) throw new ProblemError('not_found');
  const own: Context = { ...ctx, actor: OPTIMIZER, workspaceId: known.workspaceId };
  return withExperiment(own, known.experimentId, async (tx, rows) => {
    const run = await lockLeasedRun(tx, runId, leaseId);
    return showRun(run.finishedAt ? run : await decide(tx, own, { run, rows, proposal }));
  });
}

interface Case {
  run: RunRow;
  rows: ExperimentRows;
  proposal: Proposal;
}

async function decide(tx: Tx, ctx: Context, { run, rows, proposal }: Case): Promise<RunRow> {
  const { experiment, agents } = rows;
  const verdict = judgeProposal(proposal, {
    ...experiment,
    agents,
    isHeld: experiment.heldSince !== null,
    isRamping: (await readRampUnderWay(tx, experiment.id)) !== null,
    isOvertaken: await isOvertaken(tx, run),
  });
  if (verdict.kind === 'invalid') throw invalidFields(verdict.errors);
  const isPublished = verdict.kind === 'published';
  const outcome = isPublished ? await publish(tx, ctx, { run, rows, proposal }) : unchanged(rows, verdict);
  const finishedAt = new Date(ctx.now());
  const { workspaceId } = run;
  ctx.publishChange({ workspaceId, topic: 'run', experimentIds: [experiment.id], count: 1 });
  return finishRun(tx, ctx, run.id, { ...outcome, state: verdict.kind, proposal, finishedAt });
}

function unchanged({ agents }: ExperimentRows, verdict: Verdict): RunChange {
  const split = weightsOf(agents);
  return { oldSplit: split, newSplit: split, detail: verdict.kind === 'held' ? verdict.detail : null };
}

async function publish(tx: Tx, ctx: Context, { run, rows, proposal }: Case): Promise<RunChange> {
  const { experiment: before, agents } = rows;
  const oldSplit = weightsOf(agents);
  const newSplit = proposal.changes.map(({ agentId, toBasisPoints }: WeightChange) => ({
    agentId,
    weightBasisPoints: toBasisPoints,
  }));
  const changedAgents = withWeights(agents, newSplit);
  await updateWeights(tx, changedAgents);
  const experiment = await updateExperiment(tx, before.id, {}, new Date(ctx.now()));
  const changed = { ...rows, experiment, agents: changedAgents };
  const releaseNumber = await publishRelease(tx, ctx, changed, { cause: 'optimizer', runId: run.id });
  await appendAudit(tx, ctx, {
    action: 'experiment.split_optimized',
    objectId: before.id,
    objectName: before.name,
    before: { weights: oldSplit },
    after: { weights: newSplit, releaseNumber, runId: run.id },
  });
  return { oldSplit, newSplit, releaseNumber, detail: null };
}

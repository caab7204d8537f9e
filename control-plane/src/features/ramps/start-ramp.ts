import { invalidField, MINUTE_MS, type StartRamp } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseSplit, refuseStep, spreadOverAgents, weightsOf } from '../../domain/experiment.ts';
import { countSteps, isSameSplit } from '../../domain/ramp-steps.ts';
import type { ExperimentRows } from '../../experiment/experiments.store.ts';
import { type RampRow, readRampUnderWay, updateRamp } from '../../experiment/ramps.store.ts';
import { readNewestRelease } from '../../experiment/releases.store.ts';
import { requireApproval } from '../../experiment/require-approval.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import type { Tx } from '../../io/database.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';
import { insertRamp } from './ramps.store.ts';
import { takeStep } from './take-step.ts';

export interface RampOfPerson extends StartRamp {
  experimentId: string;
  ifMatch: number;
}

/**
 * Begins to spread a person's split over steps, and takes the first (C9).
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`, `validation_failed`
 */
export function startRamp(ctx: Context, input: RampOfPerson): Promise<ShownExperiment> {
  return withExperiment(ctx, input.experimentId, async (tx, rows) => {
    const { experiment, agents } = rows;
    requireVersion(experiment, input.ifMatch);
    refuseFor(refuseStep('ramp', experiment.state));
    const misfit = refuseSplit(agents, input.weights);
    if (misfit) throw invalidField('#/weights', misfit);
    await refuseSecondRamp(tx, ctx, rows);
    const newest = await readNewestRelease(tx, experiment.id);
    if (!newest) throw new Error(`experiment ${experiment.id} runs and has no release`);
    await requireApproval(tx, ctx, newest, { cause: 'override' });
    const ramp = planRamp(ctx, rows, newest.number, input);
    if (ramp.stepsTotal < 2)
      throw invalidField(
        '#/stepBasisPoints',
        ramp.stepsTotal === 0
          ? 'there is nothing to ramp: the split is this one already'
          : 'one step would be enough: take smaller steps, or publish the split at once',
      );
    await insertRamp(tx, ramp);
    const changed = await takeStep(tx, ctx, rows, ramp);
    await appendAudit(tx, ctx, {
      action: 'experiment.ramp_started',
      objectId: experiment.id,
      objectName: experiment.name,
      reason: input.reason,
      before: { weights: ramp.startWeights },
      after: {
        rampId: ramp.id,
        weights: ramp.targetWeights,
        steps: ramp.stepsTotal,
        intervalMinutes: ramp.intervalMinutes,
        onBreach: ramp.onBreach,
      },
    });
    return showExperiment(ctx, tx, changed);
  });
}

/** One whose split somebody has changed meanwhile is over, though nobody has looked yet. */
async function refuseSecondRamp(tx: Tx, ctx: Context, { experiment, agents }: ExperimentRows): Promise<void> {
  const other = await readRampUnderWay(tx, experiment.id);
  if (!other) return;
  refuseFor(
    isSameSplit(other.currentWeights, weightsOf(agents))
      ? 'A ramp is under way already. Finish or abort it first.'
      : null,
  );
  await updateRamp(tx, other.id, { state: 'superseded', nextStepAt: null, endedAt: new Date(ctx.now()) });
}

function planRamp(
  ctx: Context,
  { experiment, agents }: ExperimentRows,
  startReleaseNumber: number,
  input: RampOfPerson,
): RampRow {
  const startWeights = weightsOf(agents);
  const targetWeights = weightsOf(spreadOverAgents(agents, input.weights));
  const startedAt = new Date(ctx.now());
  return {
    id: ctx.newId('ramp'),
    workspaceId: experiment.workspaceId,
    experimentId: experiment.id,
    state: 'running',
    startReleaseNumber,
    startWeights,
    targetWeights,
    currentWeights: startWeights,
    releaseNumber: startReleaseNumber,
    stepBasisPoints: input.stepBasisPoints,
    intervalMinutes: input.intervalMinutes,
    stepsTaken: 0,
    stepsTotal: countSteps(startWeights, targetWeights, input.stepBasisPoints),
    onBreach: input.onBreach,
    holdAfter: input.hold,
    steppedAt: startedAt,
    nextStepAt: new Date(startedAt.getTime() + input.intervalMinutes * MINUTE_MS),
    reason: input.reason,
    actorKind: ctx.actor.kind,
    actorName: ctx.actor.name,
    startedAt,
    endedAt: null,
    stop: null,
    stopDetail: null,
    isReturned: false,
  };
}

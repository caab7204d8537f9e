import { type AbortRamp, MINUTE_MS, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { weightsOf } from '../../domain/experiment.ts';
import { isSameSplit } from '../../domain/ramp-steps.ts';
import type { ExperimentRows } from '../../experiment/experiments.store.ts';
import { type RampRow, readNewestRamp, updateRamp } from '../../experiment/ramps.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import type { Tx } from '../../io/database.ts';
import { refuseFor } from '../../refusals.ts';
import { stopRamp, takeStep } from './take-step.ts';

export interface RampOfExperiment {
  experimentId: string;
  rampId: string;
}

/** Takes no further step until somebody resumes; the guard goes on. @throws ProblemError as `steer` */
export const pauseRamp = (ctx: Context, of: RampOfExperiment): Promise<ShownExperiment> =>
  steer(ctx, of, async (tx, rows, ramp) => {
    refuseFor(ramp.state === 'paused' ? 'The ramp is paused already.' : null);
    await updateRamp(tx, ramp.id, { state: 'paused', nextStepAt: null });
    await audit(tx, ctx, rows, ramp, 'ramp_paused');
    return rows;
  });

/** Goes on: the next step comes when its interval is over. @throws ProblemError as `steer` */
export const resumeRamp = (ctx: Context, of: RampOfExperiment): Promise<ShownExperiment> =>
  steer(ctx, of, async (tx, rows, ramp) => {
    refuseFor(ramp.state === 'running' ? 'The ramp is not paused.' : null);
    const due = ramp.steppedAt.getTime() + ramp.intervalMinutes * MINUTE_MS;
    await updateRamp(tx, ramp.id, { state: 'running', nextStepAt: new Date(Math.max(due, ctx.now())) });
    await audit(tx, ctx, rows, ramp, 'ramp_resumed');
    return rows;
  });

/** Takes all that is left in one step, now. @throws ProblemError as `steer` */
export const finishRamp = (ctx: Context, of: RampOfExperiment): Promise<ShownExperiment> =>
  steer(ctx, of, async (tx, rows, ramp) => {
    refuseFor(rows.experiment.state === 'running' ? null : 'The experiment is paused: resume it first.');
    const changed = await takeStep(tx, ctx, rows, ramp, true);
    await audit(tx, ctx, rows, ramp, 'ramp_finished');
    return changed;
  });

/** Ends it where it is, or brings back the split from before. @throws ProblemError as `steer` */
export const abortRamp = (ctx: Context, { reason, split, ...of }: RampOfExperiment & AbortRamp) =>
  steer(ctx, of, (tx, rows, ramp) =>
    stopRamp(tx, ctx, rows, ramp, { stop: 'aborted', detail: reason, split, hold: false }),
  );

/** @throws ProblemError `not_found`, `transition_refused` when it has no steps before it any more */
function steer(
  ctx: Context,
  { experimentId, rampId }: RampOfExperiment,
  act: (tx: Tx, rows: ExperimentRows, ramp: RampRow) => Promise<ExperimentRows>,
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const ramp = await readNewestRamp(tx, experimentId);
    if (ramp?.id !== rampId) throw new ProblemError('not_found');
    refuseFor(ramp.state === 'running' || ramp.state === 'paused' ? null : 'The ramp is over.');
    const isSuperseded = !isSameSplit(ramp.currentWeights, weightsOf(rows.agents));
    refuseFor(isSuperseded ? 'The split was changed meanwhile: the ramp is over.' : null);
    const changed = await act(tx, rows, ramp);
    ctx.publishChange({ topic: 'experiment', experimentIds: [experimentId], count: 1 });
    return showExperiment(ctx, tx, changed);
  });
}

const audit = (tx: Tx, ctx: Context, { experiment }: ExperimentRows, ramp: RampRow, what: string): Promise<void> =>
  appendAudit(tx, ctx, {
    action: `experiment.${what}`,
    objectId: experiment.id,
    objectName: experiment.name,
    after: { rampId: ramp.id },
  });

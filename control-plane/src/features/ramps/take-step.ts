import { MINUTE_MS, type RampStop } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { placeOwners } from '../../domain/compile-release.ts';
import { isCurrent, refuseAgents, weightsOf, withWeights } from '../../domain/experiment.ts';
import { nextStep } from '../../domain/ramp-steps.ts';
import {
  type ExperimentChange,
  type ExperimentRows,
  updateExperiment,
  updateWeights,
} from '../../experiment/experiments.store.ts';
import { type Publication, publishRelease } from '../../experiment/publish-release.ts';
import { type RampRow, updateRamp } from '../../experiment/ramps.store.ts';
import { readRelease } from '../../experiment/releases.store.ts';
import type { Tx } from '../../io/database.ts';
import { refuseFor } from '../../refusals.ts';

/**
 * Publishes a ramp's next step, or with `isLast` all that is left of it. The experiment must be locked, and its split be
 * as the ramp left it.
 *
 * @throws ProblemError `transition_refused` where no agent that is on would have weight
 */
export async function takeStep(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  ramp: RampRow,
  isLast = ramp.stepsTotal - ramp.stepsTaken <= 1,
): Promise<ExperimentRows> {
  const left = isLast ? 1 : ramp.stepsTotal - ramp.stepsTaken;
  const weights = nextStep(ramp.currentWeights, ramp.targetWeights, left);
  const stepsTaken = isLast ? ramp.stepsTotal : ramp.stepsTaken + 1;
  const now = new Date(ctx.now());
  const hold = isLast && ramp.holdAfter ? holdOf(rows, ramp.reason, now) : {};
  const reason = `Step ${stepsTaken} of ${ramp.stepsTotal}: ${ramp.reason}`;
  const { changed, releaseNumber } = await publishWeights(tx, ctx, rows, weights, hold, { cause: 'ramp', reason });
  await updateRamp(tx, ramp.id, {
    currentWeights: weights,
    releaseNumber,
    stepsTaken,
    steppedAt: now,
    ...(isLast
      ? { state: 'finished', nextStepAt: null, endedAt: now }
      : { nextStepAt: new Date(now.getTime() + ramp.intervalMinutes * MINUTE_MS) }),
  });
  return changed;
}

export interface RampEnd {
  stop: RampStop;
  detail: string;
  /** Whether the split stays where it is, or the one from before the ramp comes back. */
  split: 'stay' | 'return';
  /** Whether the optimizer is to leave the split alone from here on. */
  hold: boolean;
}

/** Why the split from before a ramp cannot come back: the agents that had it were turned off meanwhile. Null where it can. */
export const refuseReturn = ({ agents }: ExperimentRows, { startWeights }: RampRow): string | null =>
  refuseAgents(withWeights(agents, startWeights));

/**
 * Stops a ramp before its last step, and says why.
 *
 * @throws ProblemError `transition_refused` where the split is to return and no agent that is on would have weight
 */
export async function stopRamp(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  ramp: RampRow,
  { stop, detail, split, hold }: RampEnd,
): Promise<ExperimentRows> {
  const { id, name } = rows.experiment;
  const now = new Date(ctx.now());
  const isReturned = split === 'return';
  const held = hold ? holdOf(rows, detail, now) : {};
  const changed = isReturned
    ? await returnToStart(tx, ctx, rows, ramp, held, detail)
    : { ...rows, experiment: await updateExperiment(tx, id, held, now) };
  await updateRamp(tx, ramp.id, {
    state: 'stopped',
    stop,
    stopDetail: detail,
    isReturned,
    nextStepAt: null,
    endedAt: now,
  });
  await appendAudit(tx, ctx, {
    action: 'experiment.ramp_stopped',
    objectId: id,
    objectName: name,
    reason: detail,
    before: { weights: weightsOf(rows.agents) },
    after: { rampId: ramp.id, stop, isReturned, weights: weightsOf(changed.agents) },
  });
  ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
  return changed;
}

/** The very table from before the ramp, so that everybody returns to the page they had then (R6). */
async function returnToStart(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  ramp: RampRow,
  held: ExperimentChange,
  detail: string,
): Promise<ExperimentRows> {
  const start = await readRelease(tx, ramp.experimentId, ramp.startReleaseNumber);
  if (!start) throw new Error(`release ${ramp.startReleaseNumber} of ${ramp.experimentId} is gone`);
  // An agent that was archived meanwhile stands in no table any more: the others have other places.
  const rollbackOf = { number: start.number, table: placeOwners(start.document, rows.agents.filter(isCurrent)) };
  const publication = { cause: 'ramp', reason: detail, rollbackOf } as const;
  return (await publishWeights(tx, ctx, rows, ramp.startWeights, held, publication)).changed;
}

async function publishWeights(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  weights: RampRow['currentWeights'],
  change: ExperimentChange,
  publication: Publication,
): Promise<{ changed: ExperimentRows; releaseNumber: number }> {
  const agents = withWeights(rows.agents, weights);
  refuseFor(refuseAgents(agents));
  await updateWeights(tx, agents);
  const experiment = await updateExperiment(tx, rows.experiment.id, change, new Date(ctx.now()));
  const changed = { ...rows, experiment, agents };
  return { changed, releaseNumber: await publishRelease(tx, ctx, changed, publication) };
}

/** Where a person sets the weights anyway, there is no optimizer to hold back. */
const holdOf = ({ experiment }: ExperimentRows, holdReason: string, now: Date): ExperimentChange =>
  experiment.mode === 'auto' ? { heldSince: experiment.heldSince ?? now, holdReason } : {};

import type { ExperimentState, ReleaseCause } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import { refuseAgents, refuseStep, type Step } from '../../domain/experiment.ts';
import { appendAudit } from '../../ledger/append-audit.ts';
import { type ExperimentChange, updateExperiment } from '../../ledger/experiments.store.ts';
import { publishRelease } from '../../ledger/publish-release.ts';
import { refuseFor } from '../../ledger/refusals.ts';
import { type ShownExperiment, showExperiment } from '../../ledger/show-experiment.ts';
import { withExperiment } from '../../ledger/with-experiment.ts';
import { followState } from './keep-schedule.ts';

export interface StateChange {
  step: Step;
  to: ExperimentState;
  /** Of the release, and with `experiment.` before it the action in the audit log. */
  cause: ReleaseCause;
  with?: ExperimentChange;
}

/**
 * Moves an experiment to another state: release, schedule and audit entry go with it (C6, C7).
 *
 * @throws ProblemError `forbidden`, `not_found`, `transition_refused`
 */
export function changeState(ctx: Context, experimentId: string, change: StateChange): Promise<ShownExperiment> {
  authorize(ctx.actor, 'experiment:write');
  const { step, to, cause } = change;
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { experiment: before, agents } = rows;
    refuseFor(refuseStep(step, before.state));
    if (to === 'running') refuseFor(refuseAgents(agents));
    const experiment = await updateExperiment(tx, before.id, { ...change.with, state: to }, new Date(ctx.now()));
    const changed = { ...rows, experiment, schedule: await followState(tx, ctx, rows.schedule, to) };
    const releaseNumber = await publishRelease(tx, ctx, changed, { cause });
    await appendAudit(tx, ctx, {
      action: `experiment.${cause}`,
      objectId: before.id,
      objectName: before.name,
      before: { state: before.state },
      after: { state: to, releaseNumber },
    });
    return showExperiment(ctx, tx, changed);
  });
}

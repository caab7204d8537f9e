import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseStep } from '../../domain/experiment.ts';
import { updateExperiment } from '../../experiment/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';

/** Lets the optimizer move the split again. @throws ProblemError `not_found`, `transition_refused` */
export function releaseHold(ctx: Context, experimentId: string): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { id, name, state, heldSince, holdReason } = rows.experiment;
    refuseFor(refuseStep('release_hold', state));
    refuseFor(heldSince ? null : 'The split is not held.');
    const experiment = await updateExperiment(tx, id, { heldSince: null, holdReason: null }, new Date(ctx.now()));
    await appendAudit(tx, ctx, {
      action: 'experiment.hold_released',
      objectId: id,
      objectName: name,
      before: { isHeld: true, heldSince, holdReason },
      after: { isHeld: false, heldSince: null, holdReason: null },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    return showExperiment(ctx, tx, { ...rows, experiment });
  });
}

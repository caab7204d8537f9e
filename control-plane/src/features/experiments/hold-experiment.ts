import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseStep } from '../../domain/experiment.ts';
import { updateExperiment } from '../../experiment/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';

/**
 * Freezes the split: clicks and grading go on, the optimizer publishes nothing.
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export function holdExperiment(ctx: Context, experimentId: string, reason: string): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { id, name, state, heldSince } = rows.experiment;
    refuseFor(refuseStep('hold', state));
    refuseFor(heldSince && 'The split is held already.');
    const now = new Date(ctx.now());
    const experiment = await updateExperiment(tx, id, { heldSince: now, holdReason: reason }, now);
    await appendAudit(tx, ctx, {
      action: 'experiment.held',
      objectId: id,
      objectName: name,
      reason,
      before: { isHeld: false },
      after: { isHeld: true },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    return showExperiment(ctx, tx, { ...rows, experiment });
  });
}

import type { ExperimentState } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseStep } from '../../domain/experiment.ts';
import { type ExperimentRow, updateExperiment } from '../../experiment/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';

/**
 * Puts an experiment out of sight: lists leave it out unless they are asked for it. Where its clicks go stays as it was,
 * to the fallback, so nothing is published (C7).
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export const archiveExperiment = (ctx: Context, experimentId: string): Promise<ShownExperiment> =>
  move(ctx, experimentId, 'archive', () => 'archived');

/**
 * Brings an archived experiment back: to a draft if it was never started, else to the completed ones.
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export const unarchiveExperiment = (ctx: Context, experimentId: string): Promise<ShownExperiment> =>
  move(ctx, experimentId, 'unarchive', ({ startedAt }) => (startedAt ? 'completed' : 'draft'));

function move(
  ctx: Context,
  experimentId: string,
  step: 'archive' | 'unarchive',
  targetOf: (experiment: ExperimentRow) => ExperimentState,
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { id, name, state } = rows.experiment;
    refuseFor(refuseStep(step, state));
    const to = targetOf(rows.experiment);
    const experiment = await updateExperiment(tx, id, { state: to }, new Date(ctx.now()));
    await appendAudit(tx, ctx, {
      action: `experiment.${step}d`,
      objectId: id,
      objectName: name,
      before: { state },
      after: { state: to },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
    return showExperiment(ctx, tx, { ...rows, experiment });
  });
}

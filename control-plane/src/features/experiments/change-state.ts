import type { Context } from '../../context.ts';
import { moveExperiment, refuseMove, type StateChange } from '../../experiment/move-experiment.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';

/**
 * Moves an experiment to another state because somebody asks for it.
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export function changeState(ctx: Context, experimentId: string, change: StateChange): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    refuseFor(refuseMove(rows, change, ctx));
    return showExperiment(ctx, tx, await moveExperiment(tx, ctx, rows, change));
  });
}

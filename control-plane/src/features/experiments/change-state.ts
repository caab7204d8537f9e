import type { Context } from '../../context.ts';
import { moveExperiment, refuseMove, type StateChange } from '../../ledger/move-experiment.ts';
import { refuseFor } from '../../ledger/refusals.ts';
import { type ShownExperiment, showExperiment } from '../../ledger/show-experiment.ts';
import { withExperiment } from '../../ledger/with-experiment.ts';

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

import type { Context } from '../../context.ts';
import { refuseStep } from '../../domain/experiment.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';
import { moveDraft } from './move-draft.ts';

/**
 * Makes a scheduled experiment a draft again: it does not start by itself. Its dates stay.
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export function unscheduleExperiment(ctx: Context, experimentId: string): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    refuseFor(refuseStep('unschedule', rows.experiment.state));
    return moveDraft(tx, ctx, rows, { to: 'draft', action: 'experiment.unscheduled' });
  });
}

import type { Context } from '../../context.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { changeState } from './change-state.ts';

/**
 * Ends an experiment for good; its links lead to the fallback from now on.
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export const completeExperiment = (ctx: Context, experimentId: string): Promise<ShownExperiment> =>
  changeState(ctx, experimentId, { step: 'complete', to: 'completed', cause: 'completed' });

import type { Context } from '../../context.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { changeState } from './change-state.ts';

/** Sends the experiment's traffic to its fallback. @throws ProblemError `not_found`, `transition_refused` */
export const pauseExperiment = (ctx: Context, experimentId: string): Promise<ShownExperiment> =>
  changeState(ctx, experimentId, { step: 'pause', to: 'paused', cause: 'paused' });

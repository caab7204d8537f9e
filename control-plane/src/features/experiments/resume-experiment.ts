import type { Context } from '../../context.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { changeState } from './change-state.ts';

/** Routes a paused experiment again. @throws ProblemError `not_found`, `transition_refused` */
export const resumeExperiment = (ctx: Context, experimentId: string): Promise<ShownExperiment> =>
  changeState(ctx, experimentId, { step: 'resume', to: 'running', cause: 'resumed' });

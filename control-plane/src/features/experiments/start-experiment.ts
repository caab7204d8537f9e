import type { Context } from '../../context.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { changeState } from './change-state.ts';

/** Starts a draft: release 1 goes out. @throws ProblemError `not_found`, `transition_refused` */
export const startExperiment = (ctx: Context, experimentId: string): Promise<ShownExperiment> =>
  changeState(ctx, experimentId, {
    step: 'start',
    to: 'running',
    cause: 'started',
    with: { startedAt: new Date(ctx.now()) },
  });

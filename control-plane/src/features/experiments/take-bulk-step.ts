import { type BulkOutcome, type BulkStep, ProblemError } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { archiveExperiment, unarchiveExperiment } from './archive-experiment.ts';
import { holdExperiment } from './hold-experiment.ts';
import { pauseExperiment } from './pause-experiment.ts';
import { releaseHold } from './release-hold.ts';
import { resumeExperiment } from './resume-experiment.ts';

type Outcome = z.input<typeof BulkOutcome>;

/**
 * Takes one step with several experiments, one after the other, each in a transaction of its own: what one refuses, the
 * others take all the same.
 */
export async function takeBulkStep(ctx: Context, { step, experimentIds, reason }: BulkStep) {
  const items: Outcome[] = [];
  for (const experimentId of experimentIds) items.push(await attempt(ctx, experimentId, { step, reason }));
  return { items };
}

type Step = Pick<BulkStep, 'step' | 'reason'>;

async function attempt(ctx: Context, experimentId: string, step: Step): Promise<Outcome> {
  try {
    const { state } = await take(ctx, experimentId, step);
    return { experimentId, state, refusal: null };
  } catch (error) {
    if (error instanceof ProblemError)
      return { experimentId, state: null, refusal: { code: error.code, detail: error.message } };
    ctx.log.error({ err: error, requestId: ctx.requestId, experimentId }, 'a step of several failed');
    return { experimentId, state: null, refusal: { code: 'internal', detail: 'Something went wrong on our side.' } };
  }
}

function take(ctx: Context, experimentId: string, { step, reason }: Step): Promise<ShownExperiment> {
  switch (step) {
    case 'pause':
      return pauseExperiment(ctx, experimentId);
    case 'resume':
      return resumeExperiment(ctx, experimentId);
    case 'hold':
      return holdExperiment(ctx, experimentId, reason);
    case 'release_hold':
      return releaseHold(ctx, experimentId);
    case 'archive':
      return archiveExperiment(ctx, experimentId);
    case 'unarchive':
      return unarchiveExperiment(ctx, experimentId);
    default:
      return step satisfies never;
  }
}

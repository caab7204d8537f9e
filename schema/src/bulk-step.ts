import * as z from 'zod';
import { ExperimentState } from './experiment.ts';
import { ExperimentId } from './ids.ts';
import { ProblemCode } from './problem.ts';

/** Steps that can be taken with several experiments at once. */
export const BulkStepName = z.enum(['pause', 'resume', 'hold', 'release_hold', 'archive', 'unarchive']);
export type BulkStepName = z.infer<typeof BulkStepName>;

/** One step with several experiments: each takes it or refuses it by itself. */
export const BulkStep = z
  .object({
    step: BulkStepName,
    experimentIds: z.array(ExperimentId).min(1, 'names no experiment').max(100),
    /** Of a hold. */
    reason: z.string().trim().max(500).default(''),
  })
  .superRefine(({ step, experimentIds, reason }, context) => {
    if (step === 'hold' && reason === '')
      context.addIssue({ code: 'custom', path: ['reason'], message: 'say why, for whoever reads it later' });
    const twice = experimentIds.findIndex((id, index) => experimentIds.indexOf(id) < index);
    if (twice >= 0) context.addIssue({ code: 'custom', path: ['experimentIds', twice], message: 'is listed twice' });
  });
export type BulkStep = z.infer<typeof BulkStep>;

/** What became of it for one experiment: its new state, or why it was refused. */
export const BulkOutcome = z.object({
  experimentId: ExperimentId,
  state: ExperimentState.nullable(),
  refusal: z.object({ code: ProblemCode, detail: z.string() }).nullable(),
});
export type BulkOutcome = z.infer<typeof BulkOutcome>;

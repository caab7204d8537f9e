import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';

/** One experiment, whole. @throws ProblemError `not_found` */
export async function getExperiment(ctx: Context, experimentId: string): Promise<ShownExperiment> {
  const rows = await readExperiment(ctx.db, ctx.workspaceId, experimentId);
  if (!rows) throw new ProblemError('not_found');
  return showExperiment(ctx, ctx.db, rows);
}

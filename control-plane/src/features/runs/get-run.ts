import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { findRuns } from './runs.store.ts';
import { type ShownRun, showRun } from './show-run.ts';

/** One grading run with all that explains it. @throws ProblemError `not_found` */
export async function getRun(ctx: Context, runId: string): Promise<ShownRun> {
  const [run] = await findRuns(ctx.db, ctx.workspaceId, { id: runId });
  if (!run) throw new ProblemError('not_found');
  return showRun(run);
}

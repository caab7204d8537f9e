import { ProblemError, type RunState } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findRuns, type ListedRun } from './runs.store.ts';
import { type ShownRun, showRun } from './show-run.ts';

export interface RunsQuery {
  experimentId: string;
  state?: RunState | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Grading runs of an experiment, newest first. @throws ProblemError `not_found` */
export async function listRuns(
  ctx: Context,
  { experimentId, state, cursor, limit }: RunsQuery,
): Promise<{ items: ShownRun[]; nextCursor: string | null }> {
  if (!(await readExperiment(ctx.db, ctx.workspaceId, experimentId))) throw new ProblemError('not_found');
  const rows = await findRuns(
    ctx.db,
    ctx.workspaceId,
    { experimentId, state },
    { after: readCursor(cursor), limit: limit + 1 },
  );
  const keyOf = ({ scheduledFor, id }: ListedRun) => ({ at: scheduledFor.getTime(), id });
  return toPage(rows, limit, keyOf, showRun);
}

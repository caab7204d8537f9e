import type { Context } from '../../context.ts';
import type { Tx } from '../../io/database.ts';
import { tellOf } from '../../outbound/tell-of.ts';
import { type RunChange, type RunRow, updateRun } from './runs.store.ts';

/** Ends a run, and tells the workspace's own systems what came of it. */
export async function finishRun(tx: Tx, ctx: Context, runId: string, change: RunChange): Promise<RunRow> {
  const run = await updateRun(tx, runId, change);
  const { experimentId, state, releaseNumber, detail } = run;
  await tellOf(tx, { ...ctx, workspaceId: run.workspaceId }, 'run.finished', {
    runId,
    experimentId,
    state,
    releaseNumber,
    detail,
  });
  return run;
}

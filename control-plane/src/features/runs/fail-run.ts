import type { Context } from '../../context.ts';
import { MAX_ATTEMPTS } from './claim-run.ts';
import { finishRun } from './finish-run.ts';
import { lockLeasedRun } from './lock-leased-run.ts';
import { type RunChange, type RunRow, updateRun } from './runs.store.ts';
import { type ShownRun, showRun } from './show-run.ts';

/** The second attempt follows soon, the others later and later. */
const FIRST_RETRY_MS = 2_000;

export interface Failure {
  runId: string;
  leaseId: string;
  detail: string;
  retryable: boolean;
}

/**
 * Takes a run back from a worker that could not finish it: to be tried again, or for good.
 *
 * @throws ProblemError `not_found`, `lease_lost`
 */
export async function failRun(ctx: Context, { runId, leaseId, detail, retryable }: Failure): Promise<ShownRun> {
  return ctx.db.transaction(async (tx) => {
    const run = await lockLeasedRun(tx, runId, leaseId);
    if (run.state !== 'running') return showRun(run);
    const isOver = !retryable || run.attempts >= MAX_ATTEMPTS;
    const { workspaceId, experimentId } = run;
    ctx.publishChange({ workspaceId, topic: 'run', experimentIds: [experimentId], count: 1 });
    const own = { ...ctx, workspaceId };
    const failed = isOver
      ? await finishRun(tx, own, runId, { ...end(ctx), detail })
      : await updateRun(tx, runId, { ...retry(ctx, run), detail });
    return showRun(failed);
  });
}

const end = (ctx: Context): RunChange => ({ state: 'failed', finishedAt: new Date(ctx.now()) });

const retry = (ctx: Context, { attempts }: RunRow): RunChange => ({
  state: 'queued',
  availableAt: new Date(ctx.now() + FIRST_RETRY_MS * 2 ** (attempts - 1)),
});

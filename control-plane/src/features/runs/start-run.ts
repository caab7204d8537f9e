import { ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { isPublished } from '../../domain/experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';
import { hasUnfinishedRun, insertRun } from './runs.store.ts';
import { type ShownRun, showRun } from './show-run.ts';

/**
 * Queues a grading by hand. What it may change is decided when it is done, as for any other.
 *
 * @throws ProblemError `not_found`, `transition_refused`, `already_grading`
 */
export function startRun(ctx: Context, experimentId: string): Promise<ShownRun> {
  return withExperiment(ctx, experimentId, async (tx, { experiment }) => {
    const { id, name, state, workspaceId } = experiment;
    refuseFor(isPublished(state) ? null : 'The experiment has not started yet: there is nothing to grade.');
    if (await hasUnfinishedRun(tx, id)) throw new ProblemError('already_grading');
    const now = new Date(ctx.now());
    const run = await insertRun(tx, {
      id: ctx.newId('run'),
      workspaceId,
      experimentId: id,
      trigger: 'manual',
      scheduledFor: now,
      state: 'queued',
      availableAt: now,
      requestId: ctx.requestId,
    });
    await appendAudit(tx, ctx, { action: 'run.started', objectId: id, objectName: name, after: { runId: run.id } });
    ctx.publishChange({ topic: 'run', experimentIds: [id], count: 1 });
    return showRun(run);
  });
}

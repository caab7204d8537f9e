import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseStep } from '../../domain/experiment.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';
import { setSchedules } from '../../scheduling/keep-schedules.ts';
import { deleteDraft } from './experiments.store.ts';

/**
 * Deletes a draft: nothing was ever routed by it, so there is nothing to keep but the audit log. Its links are free again.
 *
 * @returns the draft as it was
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`
 */
export function deleteExperiment(
  ctx: Context,
  { experimentId, ifMatch }: { experimentId: string; ifMatch: number },
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { experiment } = rows;
    requireVersion(experiment, ifMatch);
    refuseFor(refuseStep('delete', experiment.state));
    const shown = await showExperiment(ctx, tx, rows);
    await setSchedules(tx, ctx, experiment, { startsAt: null, gradingSchedule: null, endsAt: null });
    await deleteDraft(tx, experiment.id);
    await appendAudit(tx, ctx, {
      action: 'experiment.deleted',
      objectId: experiment.id,
      objectName: experiment.name,
      before: shown,
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
    return shown;
  });
}

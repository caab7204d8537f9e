import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { type ExperimentRows, updateExperiment } from '../../experiment/experiments.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import type { Tx } from '../../io/database.ts';
import { followState } from '../../scheduling/keep-schedules.ts';

interface DraftMove {
  to: 'draft' | 'scheduled';
  /** In the audit log. */
  action: 'experiment.scheduled' | 'experiment.unscheduled';
}

/** Moves a locked experiment between draft and scheduled: nothing of it is routed, so there is no release. */
export async function moveDraft(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  { to, action }: DraftMove,
): Promise<ShownExperiment> {
  const { id, name, state: from } = rows.experiment;
  const experiment = await updateExperiment(tx, id, { state: to }, new Date(ctx.now()));
  const schedules = await followState(tx, ctx, rows.schedules, { from, to });
  const startsAt = schedules.start?.nextFireAt?.toISOString() ?? null;
  await appendAudit(tx, ctx, {
    action,
    objectId: id,
    objectName: name,
    before: { state: from },
    after: { state: to, ...(to === 'scheduled' && { startsAt }) },
  });
  ctx.publishChange({ topic: 'experiment', experimentIds: [id], count: 1 });
  return showExperiment(ctx, tx, { ...rows, experiment, schedules });
}

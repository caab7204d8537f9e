import type { ExperimentState, ReleaseCause } from '@alyson/schema';
import { appendAudit } from '../audit/append-audit.ts';
import type { Context } from '../context.ts';
import { refuseAgents, refuseStep, type Step } from '../domain/experiment.ts';
import { minuteOf, refuseStartBy } from '../domain/experiment-dates.ts';
import type { Tx } from '../io/database.ts';
import { followState } from '../scheduling/keep-schedules.ts';
import { type ExperimentChange, type ExperimentRows, updateExperiment } from './experiments.store.ts';
import { publishRelease } from './publish-release.ts';

export interface StateChange {
  step: Step;
  to: ExperimentState;
  /** Of the release, and with `experiment.` before it the action in the audit log. */
  cause: ReleaseCause;
  with?: ExperimentChange;
}

/** Why an experiment cannot be moved, in words; null when it can (C7). */
export function refuseMove(
  { experiment, agents, schedules }: ExperimentRows,
  { step, to }: StateChange,
  ctx: Context,
): string | null {
  const refusal = refuseStep(step, experiment.state);
  if (refusal !== null || to !== 'running') return refusal;
  const dates = { startsAt: minuteOf(schedules.start), endsAt: minuteOf(schedules.end) };
  return refuseAgents(agents) ?? refuseStartBy(dates, ctx.now());
}

/** Moves a locked experiment to another state: release, schedules and audit entry go with it (C6, C7). */
export async function moveExperiment(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  change: StateChange,
): Promise<ExperimentRows> {
  const { experiment: before } = rows;
  const { to, cause } = change;
  const experiment = await updateExperiment(tx, before.id, { ...change.with, state: to }, new Date(ctx.now()));
  const schedules = await followState(tx, ctx, rows.schedules, { from: before.state, to });
  const changed = { ...rows, experiment, schedules };
  const releaseNumber = await publishRelease(tx, ctx, changed, { cause });
  await appendAudit(tx, ctx, {
    action: `experiment.${cause}`,
    objectId: before.id,
    objectName: before.name,
    before: { state: before.state },
    after: { state: to, releaseNumber },
  });
  return changed;
}

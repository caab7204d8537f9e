import type { ExperimentState, Schedule } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { planFires } from '../../domain/grading-schedule.ts';
import type { Tx } from '../../io/database.ts';
import type { ExperimentRow, ScheduleRow } from '../../ledger/experiments.store.ts';
import { deleteSchedule, saveSchedule } from './experiments.store.ts';

/** Plans an experiment's gradings anew: a rate counts from now. */
export async function setSchedule(
  tx: Tx,
  ctx: Context,
  experiment: Pick<ExperimentRow, 'id' | 'workspaceId' | 'state'>,
  schedule: Schedule | null,
): Promise<ScheduleRow | null> {
  if (!schedule) {
    await deleteSchedule(tx, experiment.id);
    return null;
  }
  const now = ctx.now();
  const { isEnabled, nextFireAt } = planFires(schedule, experiment.state, { startsAt: now, now });
  return saveSchedule(tx, {
    id: ctx.newId('schedule'),
    workspaceId: experiment.workspaceId,
    experimentId: experiment.id,
    kind: 'grading',
    expression: schedule.expression,
    timezone: schedule.timezone,
    startsAt: new Date(now),
    isEnabled,
    nextFireAt: nextFireAt === null ? null : new Date(nextFireAt),
  });
}

/** Goes on with the gradings of an experiment that runs, and stops those of one that does not. A rate keeps its phase. */
export async function followState(
  tx: Tx,
  ctx: Context,
  schedule: ScheduleRow | null,
  state: ExperimentState,
): Promise<ScheduleRow | null> {
  if (!schedule) return null;
  const { isEnabled, nextFireAt } = planFires(schedule, state, {
    startsAt: schedule.startsAt.getTime(),
    now: ctx.now(),
  });
  return saveSchedule(tx, { ...schedule, isEnabled, nextFireAt: nextFireAt === null ? null : new Date(nextFireAt) });
}

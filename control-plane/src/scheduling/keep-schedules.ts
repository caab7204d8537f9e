import { type ExperimentState, type LocalMinute, type Schedule, ScheduleKind } from '@alyson/schema';
import type { Context } from '../context.ts';
import { scheduleAt } from '../domain/experiment-dates.ts';
import { holdingOf, planFires, wholeMinute } from '../domain/schedule-plan.ts';
import type { Tx } from '../io/database.ts';
import { deleteSchedule, requestApply, type ScheduleRow, type ScheduleRows, saveSchedule } from './schedules.store.ts';

/** What a person has set of an experiment's schedules; what is undefined stays. */
export interface ScheduleSettings {
  startsAt?: LocalMinute | null | undefined;
  endsAt?: LocalMinute | null | undefined;
  gradingSchedule?: Schedule | null | undefined;
}

interface Scheduled {
  id: string;
  workspaceId: string;
  state: ExperimentState;
}

/** @returns those that were set */
export async function setSchedules(
  tx: Tx,
  ctx: Context,
  experiment: Scheduled,
  { startsAt, gradingSchedule, endsAt }: ScheduleSettings,
): Promise<Partial<ScheduleRows>> {
  const wanted = {
    start: startsAt && scheduleAt(startsAt),
    grading: gradingSchedule,
    end: endsAt && scheduleAt(endsAt),
  };
  const set: Partial<ScheduleRows> = {};
  for (const kind of ScheduleKind.options) {
    const schedule = wanted[kind];
    if (schedule !== undefined) set[kind] = await setSchedule(tx, ctx, experiment, kind, schedule);
  }
  return set;
}

/** Plans one of an experiment's schedules anew: a rate counts from this minute. The scheduler learns of it by the outbox (C6). */
async function setSchedule(
  tx: Tx,
  ctx: Context,
  { id: experimentId, workspaceId, state }: Scheduled,
  kind: ScheduleKind,
  schedule: Schedule | null,
): Promise<ScheduleRow | null> {
  const now = ctx.now();
  if (!schedule) {
    const isDeleted = await deleteSchedule(tx, experimentId, kind);
    if (isDeleted) await requestApply(tx, experimentId, kind, new Date(now));
    return null;
  }
  const { expression, timezone } = schedule;
  const startsAt = wholeMinute(now);
  const { isEnabled, nextFireAt } = planFires(kind, schedule, state, { startsAt, now });
  const saved = await saveSchedule(tx, {
    id: ctx.newId('schedule'),
    workspaceId,
    experimentId,
    kind,
    expression,
    timezone,
    startsAt: new Date(startsAt),
    isEnabled,
    nextFireAt: nextFireAt === null ? null : new Date(nextFireAt),
  });
  // A draft's schedule is nothing to a scheduler, unless it has been one's before.
  const isOfInterest = holdingOf(kind, state) !== 'absent' || saved.appliedRevision !== null;
  if (isOfInterest) await requestApply(tx, experimentId, kind, new Date(now));
  return saved;
}

/** Turns an experiment's schedules on, off or away with its state. A rate keeps its phase. */
export async function followState(
  tx: Tx,
  ctx: Context,
  schedules: ScheduleRows,
  { from, to }: { from: ExperimentState; to: ExperimentState },
): Promise<ScheduleRows> {
  const followed = { ...schedules };
  for (const kind of ScheduleKind.options) {
    const row = schedules[kind];
    if (row && holdingOf(kind, from) !== holdingOf(kind, to)) followed[kind] = await follow(tx, ctx, row, to);
  }
  return followed;
}

async function follow(tx: Tx, ctx: Context, row: ScheduleRow, state: ExperimentState): Promise<ScheduleRow> {
  const now = ctx.now();
  const { isEnabled, nextFireAt } = planFires(row.kind, row, state, { startsAt: row.startsAt.getTime(), now });
  await requestApply(tx, row.experimentId, row.kind, new Date(now));
  return saveSchedule(tx, { ...row, isEnabled, nextFireAt: nextFireAt === null ? null : new Date(nextFireAt) });
}

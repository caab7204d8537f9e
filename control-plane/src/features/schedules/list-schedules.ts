import { type ExperimentSchedule, ProblemError, ScheduleKind } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import { holdingOf, nextFires } from '../../domain/schedule-plan.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import type { ScheduleRow } from '../../scheduling/schedules.store.ts';
import { type FireRow, findNewestFires, findWaiting, type WaitingRow } from './fires.store.ts';

type Shown = z.input<typeof ExperimentSchedule>;

const NEXT = 5;
const NEWEST = 10;

/** An experiment's schedules: when they fire next, how far the scheduler has taken them over, and what fired last. */
export async function listSchedules(ctx: Context, experimentId: string): Promise<{ items: Shown[] }> {
  const rows = await readExperiment(ctx.db, ctx.workspaceId, experimentId);
  if (!rows) throw new ProblemError('not_found');
  const waiting = await findWaiting(ctx.db, experimentId);
  const items: Shown[] = [];
  for (const kind of ScheduleKind.options) {
    const row = rows.schedules[kind];
    if (!row) continue;
    const holding = holdingOf(kind, rows.experiment.state);
    items.push({
      kind,
      expression: row.expression,
      timezone: row.timezone,
      status: holding === 'paused' ? 'paused' : row.nextFireAt ? 'on' : 'over',
      nextFires: row.nextFireAt ? firesOf(row, ctx.now()) : [],
      ...showSync(
        ctx,
        row,
        waiting.find((each) => each.kind === kind),
      ),
      drift: row.drift,
      fires: (await findNewestFires(ctx.db, { experimentId, kind }, NEWEST)).map(showFire),
    });
  }
  return { items };
}

const firesOf = (row: ScheduleRow, now: number): string[] =>
  nextFires(row, { startsAt: row.startsAt.getTime(), now, count: NEXT }).map((fire) => new Date(fire).toISOString());

/** The embedded scheduler fires from the rows themselves: there is nothing to take over. */
function showSync({ config }: Context, row: ScheduleRow, waiting: WaitingRow | undefined) {
  const isWaiting = config.eventBridge !== null && waiting !== undefined;
  const error = isWaiting ? waiting.lastError : null;
  return {
    sync: isWaiting ? (error === null ? ('waiting' as const) : ('failing' as const)) : ('applied' as const),
    appliedAt: row.appliedAt?.toISOString() ?? null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    error,
  };
}

const showFire = ({ kind, scheduledFor, receivedAt, outcome, detail }: FireRow): Shown['fires'][number] => ({
  kind,
  scheduledFor: scheduledFor.toISOString(),
  receivedAt: receivedAt.toISOString(),
  outcome,
  detail,
});

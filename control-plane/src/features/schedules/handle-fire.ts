import { type FireOutcome, invalidField } from '@alyson/schema';
import { type Context, type Deps, inBackground } from '../../context.ts';
import { isFromTheFuture, overtakenBy } from '../../domain/judge-fire.ts';
import { nextFires } from '../../domain/schedule-plan.ts';
import { type ExperimentRows, lockExperiment } from '../../experiment/experiments.store.ts';
import { moveExperiment, refuseMove, type StateChange } from '../../experiment/move-experiment.ts';
import type { Tx } from '../../io/database.ts';
import type { Fire } from '../../io/fire-source.ts';
import { readSchedules } from '../../scheduling/schedules.store.ts';
import {
  findWorkspaceId,
  holdOlderFiredRuns,
  insertFire,
  insertFiredRun,
  moveOn,
  recordOutcome,
} from './fires.store.ts';

/** What became of a fire. `repeated`: it had come before. `unknown`: its experiment is not in this database. */
export type FireResult = FireOutcome | 'repeated' | 'unknown';

/**
 * Does what a fire is for: starts, ends, or queues the grading of its experiment. However often and however concurrently
 * it is delivered, it has one effect per experiment, kind and scheduled time (C11): the effect and the row that says so
 * are one transaction.
 *
 * @throws ProblemError `validation_failed` for a time that is still far ahead; nothing is recorded then
 */
export async function handleFire(deps: Deps, fire: Fire): Promise<FireResult> {
  if (isFromTheFuture(fire, deps.now())) throw invalidField('#/scheduledTime', 'is in the future');
  const workspaceId = await findWorkspaceId(deps.db, fire.experimentId);
  if (workspaceId === null) {
    deps.log.warn({ experimentId: fire.experimentId, kind: fire.kind }, 'a fire of an experiment that is not here');
    return 'unknown';
  }
  return inBackground(deps, workspaceId, (ctx) => ctx.db.transaction((tx) => takeFire(tx, ctx, fire)));
}

async function takeFire(tx: Tx, ctx: Context, fire: Fire): Promise<FireResult> {
  const rows = await lockExperiment(tx, ctx.workspaceId, fire.experimentId);
  if (!rows) return 'unknown';
  const isNew = await insertFire(tx, fire, ctx.workspaceId, new Date(ctx.now()));
  const refusal = isNew ? await haveEffect(tx, ctx, rows, fire) : null;
  if (refusal) await recordOutcome(tx, fire, refusal.outcome, refusal.detail);
  const outcome = refusal?.outcome ?? 'applied';
  await keepTime(tx, ctx, fire, isNew && outcome === 'applied');
  return isNew ? outcome : 'repeated';
}

interface Refusal {
  outcome: Exclude<FireOutcome, 'applied'>;
  detail: string;
}

/** @returns why it had none; null when it had */
async function haveEffect(tx: Tx, ctx: Context, rows: ExperimentRows, fire: Fire): Promise<Refusal | null> {
  const schedule = rows.schedules[fire.kind];
  const lastFireAt = schedule?.lastFireAt?.getTime() ?? null;
  const overtaken = overtakenBy(fire, {
    state: rows.experiment.state,
    schedule: schedule && { ...schedule, lastFireAt },
  });
  if (overtaken !== null) return { outcome: 'stale', detail: overtaken };
  switch (fire.kind) {
    case 'start':
      return move(tx, ctx, rows, {
        step: 'start',
        to: 'running',
        cause: 'started',
        with: { startedAt: new Date(ctx.now()) },
      });
    case 'end':
      return move(tx, ctx, rows, { step: 'complete', to: 'completed', cause: 'completed' });
    case 'grading':
      await queueRun(tx, ctx, fire);
      return null;
    default:
      return fire.kind satisfies never;
  }
}

async function move(tx: Tx, ctx: Context, rows: ExperimentRows, change: StateChange): Promise<Refusal | null> {
  const detail = refuseMove(rows, change, ctx);
  if (detail !== null) return { outcome: 'refused', detail };
  await moveExperiment(tx, ctx, rows, change);
  return null;
}

async function queueRun(tx: Tx, ctx: Context, { experimentId, scheduledTime }: Fire): Promise<void> {
  const now = new Date(ctx.now());
  const scheduledFor = new Date(scheduledTime);
  const run = { id: ctx.newId('run'), experimentId, workspaceId: ctx.workspaceId, scheduledFor, now };
  await insertFiredRun(tx, run);
  await holdOlderFiredRuns(tx, run);
  ctx.publishChange({ topic: 'run', experimentIds: [experimentId], count: 1 });
}

/** Whatever became of the fire, its schedule goes on to the next time: or it would be due for ever. */
async function keepTime(tx: Tx, ctx: Context, fire: Fire, isApplied: boolean): Promise<void> {
  const schedule = (await readSchedules(tx, fire.experimentId))[fire.kind];
  if (!schedule) return;
  const isDue = schedule.nextFireAt !== null && schedule.nextFireAt.getTime() <= fire.scheduledTime;
  const now = Math.max(ctx.now(), fire.scheduledTime);
  const [next] = isDue ? nextFires(schedule, { startsAt: schedule.startsAt.getTime(), now, count: 1 }) : [];
  await moveOn(tx, fire, {
    lastFireAt: isApplied ? new Date(fire.scheduledTime) : null,
    nextFireAt: isDue ? (next === undefined ? null : new Date(next)) : schedule.nextFireAt,
  });
}

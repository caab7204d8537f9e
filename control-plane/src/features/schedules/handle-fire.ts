import { announce, type Deps } from '../../context.ts';
import type { Fire } from '../../io/scheduler.ts';
import { holdOlderFiredRuns, insertFiredRun } from './fires.store.ts';

/** Queues the run of a fire. However often a fire comes, it has one effect per experiment, kind and scheduled time (C11). */
export async function handleFire(deps: Deps, { experimentId, scheduledTime }: Fire): Promise<void> {
  const now = new Date(deps.now());
  const run = { id: deps.newId('run'), experimentId, scheduledFor: new Date(scheduledTime), now };
  const workspaceId = await deps.db.transaction(async (tx) => {
    const insertedIn = await insertFiredRun(tx, run);
    if (insertedIn !== null) await holdOlderFiredRuns(tx, run);
    return insertedIn;
  });
  if (workspaceId !== null) announce(deps, workspaceId, { topic: 'run', experimentIds: [experimentId], count: 1 });
}

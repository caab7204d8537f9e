import { experiments, runs } from '@alyson/schema/tables';
import { and, eq, lt } from 'drizzle-orm';
import type { Tx } from '../../io/database.ts';

const SUPERSEDED = 'No worker took this run before the next one was due.';

export interface FiredRun {
  id: string;
  experimentId: string;
  scheduledFor: Date;
  now: Date;
}

/** @returns the run's workspace; null where the time has fired before, or the experiment is gone */
export async function insertFiredRun(
  tx: Tx,
  { id, experimentId, scheduledFor, now }: FiredRun,
): Promise<string | null> {
  const [experiment] = await tx
    .select({ workspaceId: experiments.workspaceId })
    .from(experiments)
    .where(eq(experiments.id, experimentId));
  if (!experiment) return null;
  const { workspaceId } = experiment;
  const inserted = await tx
    .insert(runs)
    .values({ id, workspaceId, experimentId, trigger: 'schedule', scheduledFor, state: 'queued', availableAt: now })
    .onConflictDoNothing()
    .returning({ id: runs.id });
  return inserted.length > 0 ? workspaceId : null;
}

/** Scheduled runs that no worker has taken yet: a newer one will see all that they would have seen. */
export async function holdOlderFiredRuns(tx: Tx, { experimentId, scheduledFor, now }: FiredRun): Promise<void> {
  await tx
    .update(runs)
    .set({ state: 'held', finishedAt: now, detail: SUPERSEDED })
    .where(
      and(
        eq(runs.experimentId, experimentId),
        eq(runs.trigger, 'schedule'),
        eq(runs.state, 'queued'),
        eq(runs.attempts, 0),
        lt(runs.scheduledFor, scheduledFor),
      ),
    );
}

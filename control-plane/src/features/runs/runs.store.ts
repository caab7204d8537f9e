import type { RunState } from '@alyson/schema';
import { runs } from '@alyson/schema/tables';
import { and, asc, desc, eq, gt, inArray, lte } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type RunRow = typeof runs.$inferSelect;
export type RunChange = Partial<Omit<RunRow, 'id' | 'workspaceId' | 'experimentId'>>;

/** A run of any workspace: what a worker holds a lease on. */
export async function findRun(db: Database, id: string): Promise<RunRow | null> {
  const [run] = await db.select().from(runs).where(eq(runs.id, id));
  return run ?? null;
}

export async function lockRun(tx: Tx, id: string): Promise<RunRow | null> {
  const [run] = await tx.select().from(runs).where(eq(runs.id, id)).for('update');
  return run ?? null;
}

/** What is listed of a run: all but its input, which may be large. */
const LISTED = {
  id: runs.id,
  experimentId: runs.experimentId,
  workspaceId: runs.workspaceId,
  trigger: runs.trigger,
  scheduledFor: runs.scheduledFor,
  state: runs.state,
  attempts: runs.attempts,
  startedAt: runs.startedAt,
  finishedAt: runs.finishedAt,
  proposal: runs.proposal,
  oldSplit: runs.oldSplit,
  newSplit: runs.newSplit,
  releaseNumber: runs.releaseNumber,
  detail: runs.detail,
};

export type ListedRun = Awaited<ReturnType<typeof findRuns>>[number];

/** Newest first. */
export function findRuns(
  db: Database,
  workspaceId: string,
  filter: { experimentId: string; state?: RunState | undefined } | { id: string },
  page: { after: PageKey | null; limit: number } = { after: null, limit: 1 },
) {
  const is =
    'id' in filter
      ? eq(runs.id, filter.id)
      : and(eq(runs.experimentId, filter.experimentId), filter.state && eq(runs.state, filter.state));
  return db
    .select(LISTED)
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), is, isAfter(runs.scheduledFor, runs.id, page.after)))
    .orderBy(desc(runs.scheduledFor), desc(runs.id))
    .limit(page.limit);
}

/** A run that waits for a worker, or has lost its worker: the longest waiting first. Whoever else claims takes the next. */
export async function lockClaimable(tx: Tx, now: Date): Promise<RunRow | null> {
  const [run] = await tx
    .select()
    .from(runs)
    .where(and(inArray(runs.state, ['queued', 'running']), lte(runs.availableAt, now)))
    .orderBy(asc(runs.availableAt))
    .limit(1)
    .for('update', { skipLocked: true });
  return run ?? null;
}

export async function hasUnfinishedRun(tx: Tx, experimentId: string): Promise<boolean> {
  const isUnfinished = and(eq(runs.experimentId, experimentId), inArray(runs.state, ['queued', 'running']));
  return (await tx.select({ id: runs.id }).from(runs).where(isUnfinished).limit(1)).length > 0;
}

/** Whether a run that was due later has already changed the split. */
export async function isOvertaken(tx: Tx, { experimentId, scheduledFor }: RunRow): Promise<boolean> {
  const later = and(
    eq(runs.experimentId, experimentId),
    gt(runs.scheduledFor, scheduledFor),
    eq(runs.state, 'published'),
  );
  return (await tx.select({ id: runs.id }).from(runs).where(later).limit(1)).length > 0;
}

export async function insertRun(tx: Tx, run: typeof runs.$inferInsert): Promise<RunRow> {
  const [inserted] = await tx.insert(runs).values(run).returning();
  if (!inserted) throw new Error(`run ${run.id} was not stored`);
  return inserted;
}

export async function updateRun(tx: Tx, id: string, change: RunChange): Promise<RunRow> {
  const [changed] = await tx.update(runs).set(change).where(eq(runs.id, id)).returning();
  if (!changed) throw new Error(`run ${id} is gone`);
  return changed;
}

import type { FireOutcome } from '@alyson/schema';
import { experiments, runs, scheduleFires, scheduleOutbox, schedules } from '@alyson/schema/tables';
import { and, desc, eq, lt, lte, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';
import type { Fire } from '../../io/fire-source.ts';

const SUPERSEDED = 'No worker took this run before the next one was due.';

export async function findWorkspaceId(db: Database, experimentId: string): Promise<string | null> {
  const [experiment] = await db
    .select({ workspaceId: experiments.workspaceId })
    .from(experiments)
    .where(eq(experiments.id, experimentId));
  return experiment?.workspaceId ?? null;
}

const isThis = ({ experimentId, kind, scheduledTime }: Fire) =>
  and(
    eq(scheduleFires.experimentId, experimentId),
    eq(scheduleFires.kind, kind),
    eq(scheduleFires.scheduledFor, new Date(scheduledTime)),
  );

/** @returns whether it came for the first time; whoever brings it meanwhile waits for this transaction (C11) */
export async function insertFire(tx: Tx, fire: Fire, workspaceId: string, receivedAt: Date): Promise<boolean> {
  const { experimentId, kind, scheduledTime, scheduleArn } = fire;
  const scheduledFor = new Date(scheduledTime);
  const inserted = await tx
    .insert(scheduleFires)
    .values({ experimentId, kind, scheduledFor, workspaceId, scheduleArn, outcome: 'applied', receivedAt })
    .onConflictDoNothing()
    .returning({ kind: scheduleFires.kind });
  return inserted.length > 0;
}

export async function recordOutcome(tx: Tx, fire: Fire, outcome: FireOutcome, detail: string): Promise<void> {
  await tx.update(scheduleFires).set({ outcome, detail }).where(isThis(fire));
}

/** After a fire: when the schedule last fired, and when it does next. */
export async function moveOn(
  tx: Tx,
  { experimentId, kind }: Fire,
  { lastFireAt, nextFireAt }: { lastFireAt: Date | null; nextFireAt: Date | null },
): Promise<void> {
  await tx
    .update(schedules)
    .set({ nextFireAt, ...(lastFireAt && { lastFireAt }) })
    .where(and(eq(schedules.experimentId, experimentId), eq(schedules.kind, kind)));
}

export interface FiredRun {
  id: string;
  experimentId: string;
  workspaceId: string;
  scheduledFor: Date;
  now: Date;
}

export async function insertFiredRun(tx: Tx, { now, ...run }: FiredRun): Promise<void> {
  await tx
    .insert(runs)
    .values({ ...run, trigger: 'schedule', state: 'queued', availableAt: now })
    .onConflictDoNothing();
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

/** Of those received before, some thousands at most. @returns how many */
export async function deleteFiresBefore(db: Database, before: Date, limit: number): Promise<number> {
  const oldest = db
    .select({ ctid: sql`ctid` })
    .from(scheduleFires)
    .where(lte(scheduleFires.receivedAt, before))
    .limit(limit);
  const deleted = await db
    .delete(scheduleFires)
    .where(sql`ctid in (${oldest})`)
    .returning({ kind: scheduleFires.kind });
  return deleted.length;
}

export type FireRow = typeof scheduleFires.$inferSelect;

export function findNewestFires(
  db: Database,
  { experimentId, kind }: Pick<Fire, 'experimentId' | 'kind'>,
  limit: number,
): Promise<FireRow[]> {
  return db
    .select()
    .from(scheduleFires)
    .where(and(eq(scheduleFires.experimentId, experimentId), eq(scheduleFires.kind, kind)))
    .orderBy(desc(scheduleFires.scheduledFor))
    .limit(limit);
}

export type WaitingRow = typeof scheduleOutbox.$inferSelect;

/** What the scheduler is yet to learn of an experiment's schedules. */
export const findWaiting = (db: Database, experimentId: string): Promise<WaitingRow[]> =>
  db.select().from(scheduleOutbox).where(eq(scheduleOutbox.experimentId, experimentId));

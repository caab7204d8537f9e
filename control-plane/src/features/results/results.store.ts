import { clicks, runs, workspaces } from '@alyson/schema/tables';
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

export async function readTimezone(db: Database, workspaceId: string): Promise<string> {
  const [workspace] = await db
    .select({ timezone: workspaces.timezone })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return workspace?.timezone ?? 'UTC';
}

/** The newest finished run that came to predictions, whether or not it moved the split. */
export async function findNewestGrading(db: Database, experimentId: string) {
  const [run] = await db
    .select({ proposal: runs.proposal, finishedAt: runs.finishedAt })
    .from(runs)
    .where(and(eq(runs.experimentId, experimentId), isNotNull(runs.proposal), isNotNull(runs.finishedAt)))
    .orderBy(desc(runs.scheduledFor), desc(runs.id))
    .limit(1);
  return run ?? null;
}

/** When the newest click was stored. */
export async function findLastStoredAt(db: Database, experimentId: string): Promise<Date | null> {
  const [click] = await db
    .select({ storedAt: clicks.storedAt })
    .from(clicks)
    .where(eq(clicks.experimentId, experimentId))
    .orderBy(desc(clicks.clickedAt), desc(clicks.id))
    .limit(1);
  return click?.storedAt ?? null;
}

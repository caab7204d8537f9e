import { releases } from '@alyson/schema/tables';
import { and, desc, eq } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';

export type ReleaseRow = typeof releases.$inferSelect;

/** The newest release, which is the one in force. */
export async function readNewestRelease(db: Database, experimentId: string): Promise<ReleaseRow | null> {
  const [newest] = await db
    .select()
    .from(releases)
    .where(eq(releases.experimentId, experimentId))
    .orderBy(desc(releases.number))
    .limit(1);
  return newest ?? null;
}

export async function readRelease(db: Database, experimentId: string, number: number): Promise<ReleaseRow | null> {
  const [release] = await db
    .select()
    .from(releases)
    .where(and(eq(releases.experimentId, experimentId), eq(releases.number, number)));
  return release ?? null;
}

export async function insertRelease(tx: Tx, release: typeof releases.$inferInsert): Promise<void> {
  await tx.insert(releases).values(release);
}

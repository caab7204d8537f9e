import { clicks } from '@alyson/schema/tables';
import { and, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { ReleaseClicks } from '../domain/release-status.ts';
import type { Database } from '../io/database.ts';

/** Which releases the clicks after a moment were decided by. */
export async function countRecentClicks(db: Database, experimentId: string, after: Date): Promise<ReleaseClicks[]> {
  const rows = await db
    .select({ releaseNumber: clicks.releaseNumber, clicks: sql<number>`count(*)::int` })
    .from(clicks)
    .where(and(eq(clicks.experimentId, experimentId), gt(clicks.clickedAt, after), isNotNull(clicks.releaseNumber)))
    .groupBy(clicks.releaseNumber);
  return rows.map((row) => ({ releaseNumber: row.releaseNumber ?? 0, clicks: row.clicks }));
}

import { clicks } from '@alyson/schema/tables';
import { and, eq, gt, max, sql } from 'drizzle-orm';
import type { ReleaseClicks } from '../domain/release-status.ts';
import type { Database } from '../io/database.ts';

/** Which releases the clicks after a moment were decided by, and where. */
export async function countRecentClicks(db: Database, experimentId: string, after: Date): Promise<ReleaseClicks[]> {
  const rows = await db
    .select({
      edge: clicks.edge,
      releaseNumber: clicks.releaseNumber,
      clicks: sql<number>`count(*)::int`,
      newestAt: max(clicks.clickedAt),
    })
    .from(clicks)
    .where(and(eq(clicks.experimentId, experimentId), gt(clicks.clickedAt, after)))
    .groupBy(clicks.edge, clicks.releaseNumber);
  return rows.map(({ edge, releaseNumber, clicks, newestAt }) => ({
    edge,
    releaseNumber: releaseNumber ?? 0,
    clicks,
    newestAt: newestAt?.getTime() ?? 0,
  }));
}

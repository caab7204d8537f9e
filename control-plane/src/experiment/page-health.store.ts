import { createHash } from 'node:crypto';
import { type Instant, MINUTE_MS, type PageHealth } from '@alyson/schema';
import { pageChecks } from '@alyson/schema/tables';
import { and, eq, gt, inArray, notInArray } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

export type PageCheckRow = typeof pageChecks.$inferSelect;

/** Longer than pages that are well wait between two checks. */
const REACHABLE_WITHIN_MS = 30 * MINUTE_MS;

export const digestOfUrl = (url: string): Uint8Array => createHash('sha256').update(url).digest();

/** What the checker knows of these pages, by URL. */
export async function readPageHealth(
  db: Database,
  workspaceId: string,
  urls: readonly string[],
  now: Instant,
): Promise<Map<string, PageHealth>> {
  if (urls.length === 0) return new Map();
  const digests = [...new Set(urls)].map(digestOfUrl);
  const own = and(eq(pageChecks.workspaceId, workspaceId), inArray(pageChecks.urlDigest, digests));
  const rows = await db.select().from(pageChecks).where(own);
  const isCutOff = await mayBeCutOff(db, rows, now);
  return new Map(rows.map((row) => [row.url, { ...showPageHealth(row), isCutOff: isCutOff && isUnreachable(row) }]));
}

/** Whether pages fail that cannot be reached while no other page has answered anything: then this machine may be cut off. */
export async function mayBeCutOff(db: Database, pages: readonly PageCheckRow[], now: Instant): Promise<boolean> {
  const unreachable = pages.filter(isUnreachable).map(({ urlDigest }) => urlDigest);
  if (unreachable.length === 0) return false;
  const since = new Date(now - REACHABLE_WITHIN_MS);
  const [answered] = await db
    .select({ url: pageChecks.url })
    .from(pageChecks)
    .where(and(gt(pageChecks.answeredAt, since), notInArray(pageChecks.urlDigest, unreachable)))
    .limit(1);
  return answered === undefined;
}

const isUnreachable = ({ state, findings }: PageCheckRow): boolean =>
  state === 'failing' && findings[0]?.kind === 'unreachable';

const showPageHealth = (row: PageCheckRow): Omit<PageHealth, 'isCutOff'> => ({
  state: row.state,
  since: row.stateSince.toISOString(),
  checkedAt: row.checkedAt?.toISOString() ?? null,
  nextCheckAt: row.nextCheckAt.toISOString(),
  findings: row.findings,
  status: row.status,
  tookMs: row.tookMs,
  redirects: row.redirects,
  finalUrl: row.finalUrl,
});

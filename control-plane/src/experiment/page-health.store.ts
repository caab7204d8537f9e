import { createHash } from 'node:crypto';
import type { PageHealth } from '@alyson/schema';
import { pageChecks } from '@alyson/schema/tables';
import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

export type PageCheckRow = typeof pageChecks.$inferSelect;

export const digestOfUrl = (url: string): Uint8Array => createHash('sha256').update(url).digest();

/** What the checker knows of these pages, by URL. */
export async function readPageHealth(
  db: Database,
  workspaceId: string,
  urls: readonly string[],
): Promise<Map<string, PageHealth>> {
  if (urls.length === 0) return new Map();
  const digests = [...new Set(urls)].map(digestOfUrl);
  const own = and(eq(pageChecks.workspaceId, workspaceId), inArray(pageChecks.urlDigest, digests));
  const rows = await db.select().from(pageChecks).where(own);
  return new Map(rows.map((row) => [row.url, showPageHealth(row)]));
}

const showPageHealth = (row: PageCheckRow): PageHealth => ({
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

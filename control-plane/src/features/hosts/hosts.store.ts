import { agents, experiments, links, workspaceHosts } from '@alyson/schema/tables';
import { and, asc, eq, ilike, ne, or, sql } from 'drizzle-orm';
import type { HostRow } from '../../addresses/hosts.store.ts';
import type { Database, Tx } from '../../io/database.ts';

export interface HostSummary extends Pick<HostRow, 'host' | 'createdAt'> {
  links: number;
}

export function findHosts(db: Database, workspaceId: string): Promise<HostSummary[]> {
  return db
    .select({
      host: workspaceHosts.host,
      createdAt: workspaceHosts.createdAt,
      links: sql<number>`(select count(*)::int from ${links} where ${links.host} = ${workspaceHosts.host})`,
    })
    .from(workspaceHosts)
    .where(eq(workspaceHosts.workspaceId, workspaceId))
    .orderBy(asc(workspaceHosts.host));
}

/** @throws on a host that is taken: the primary key says so */
export async function insertHost(tx: Tx, host: HostRow): Promise<void> {
  await tx.insert(workspaceHosts).values(host);
}

/** Locks a host of the workspace, so that no link comes to stand on it meanwhile. */
export async function lockHost(tx: Tx, workspaceId: string, host: string): Promise<HostSummary | null> {
  const own = and(eq(workspaceHosts.workspaceId, workspaceId), eq(workspaceHosts.host, host));
  const [locked] = await tx.select().from(workspaceHosts).where(own).for('update');
  if (!locked) return null;
  // Only now: a link that was being added has been.
  const count = await tx.$count(links, eq(links.host, host));
  return { host, createdAt: locked.createdAt, links: count };
}

export async function deleteHost(tx: Tx, host: string): Promise<void> {
  await tx.delete(workspaceHosts).where(eq(workspaceHosts.host, host));
}

/** Pages that may be on a host, of experiments that can still route: landing pages, and fallbacks. */
export async function findPagesLike(
  tx: Tx,
  host: string,
): Promise<{ url: string; workspaceId: string; experimentName: string }[]> {
  const like = `%//${host}%`;
  const { name, workspaceId, fallbackUrl, state } = experiments;
  const pages = await tx
    .select({ landingUrl: agents.landingUrl, fallbackUrl, workspaceId, experimentName: name })
    .from(experiments)
    .innerJoin(agents, eq(agents.experimentId, experiments.id))
    .where(and(ne(state, 'archived'), or(ilike(agents.landingUrl, like), ilike(fallbackUrl, like))));
  return pages.flatMap(({ landingUrl, fallbackUrl: fallback, ...of }) =>
    [landingUrl, fallback].flatMap((url) => (url === null ? [] : [{ url, ...of }])),
  );
}

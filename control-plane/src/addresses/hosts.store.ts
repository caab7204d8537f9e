import { workspaceHosts } from '@alyson/schema/tables';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';

export type HostRow = typeof workspaceHosts.$inferSelect;

/** Of all workspaces: a host belongs to one of them, and to no other (R3). */
export const readHosts = (db: Database): Promise<HostRow[]> => db.select().from(workspaceHosts);

/** Those of these hosts that are the workspace's. They stay so until the transaction ends. */
export async function lockHosts(tx: Tx, workspaceId: string, hosts: readonly string[]): Promise<Set<string>> {
  if (hosts.length === 0) return new Set();
  const own = and(eq(workspaceHosts.workspaceId, workspaceId), inArray(workspaceHosts.host, [...hosts]));
  const rows = await tx
    .select({ host: workspaceHosts.host })
    .from(workspaceHosts)
    .where(own)
    .orderBy(asc(workspaceHosts.host))
    .for('key share');
  return new Set(rows.map(({ host }) => host));
}

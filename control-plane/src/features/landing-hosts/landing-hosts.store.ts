import { agents, experiments, landingHosts } from '@alyson/schema/tables';
import { and, asc, count, eq, ne, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

type LandingHostRow = typeof landingHosts.$inferSelect;

export const findLandingHosts = (db: Database, workspaceId: string): Promise<LandingHostRow[]> =>
  db.select().from(landingHosts).where(eq(landingHosts.workspaceId, workspaceId)).orderBy(asc(landingHosts.host));

/** Every host that agents have pages on, as the router's check let it in: scheme, host, perhaps a port. */
export async function countPagesByHost(db: Database, workspaceId: string): Promise<{ host: string; pages: number }[]> {
  const host = sql<string>`lower(substring(${agents.landingUrl} from '^[^/]+//([^/?#:]*)'))`;
  return db
    .select({ host, pages: count() })
    .from(agents)
    .innerJoin(experiments, eq(experiments.id, agents.experimentId))
    .where(
      and(eq(experiments.workspaceId, workspaceId), ne(experiments.state, 'archived'), ne(agents.state, 'archived')),
    )
    .groupBy(host)
    .orderBy(asc(host));
}

/** @returns those that were not there before */
export async function insertLandingHosts(
  tx: Tx,
  workspaceId: string,
  hosts: readonly string[],
  createdAt: Date,
): Promise<string[]> {
  const rows = await tx
    .insert(landingHosts)
    .values(hosts.map((host) => ({ workspaceId, host, createdAt })))
    .onConflictDoNothing()
    .returning({ host: landingHosts.host });
  return rows.map(({ host }) => host);
}

export async function deleteLandingHost(tx: Tx, workspaceId: string, host: string): Promise<boolean> {
  const deleted = await tx
    .delete(landingHosts)
    .where(and(eq(landingHosts.workspaceId, workspaceId), eq(landingHosts.host, host)))
    .returning();
  return deleted.length > 0;
}

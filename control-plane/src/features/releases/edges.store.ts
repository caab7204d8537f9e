import { bundles, edges, experiments, releases } from '@alyson/schema/tables';
import { and, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

export type EdgeRow = typeof edges.$inferSelect;

export async function readEdge(db: Database, name: string): Promise<EdgeRow | null> {
  const [edge] = await db.select().from(edges).where(eq(edges.name, name));
  return edge ?? null;
}

export async function saveEdge(db: Database, { name, ...rest }: EdgeRow): Promise<void> {
  await db
    .insert(edges)
    .values({ name, ...rest })
    .onConflictDoUpdate({ target: edges.name, set: rest });
}

/** When these releases of an experiment were published. */
export async function publicationTimes(
  db: Database,
  experimentId: string,
  numbers: readonly number[],
): Promise<Map<number, Date>> {
  if (numbers.length === 0) return new Map();
  const rows = await db
    .select({ number: releases.number, publishedAt: releases.publishedAt })
    .from(releases)
    .where(and(eq(releases.experimentId, experimentId), inArray(releases.number, [...new Set(numbers)])));
  return new Map(rows.map(({ number, publishedAt }) => [number, publishedAt]));
}

/** What each edge last said it holds, and when. */
export const listEdgeStates = (db: Database) => db.select().from(edges);

export interface UnconfirmedRelease {
  experimentId: string;
  workspaceId: string;
  number: number;
}

/** Releases that no edge has been seen to hold. */
export function listUnconfirmed(db: Database): Promise<UnconfirmedRelease[]> {
  return db
    .select({ experimentId: releases.experimentId, workspaceId: releases.workspaceId, number: releases.number })
    .from(releases)
    .where(isNull(releases.confirmedAt));
}

/** Experiments whose newest release has a lower number than an edge holds. @param held  numbers by experiment */
export async function findSurpassed(db: Database, held: ReadonlyMap<string, number>) {
  if (held.size === 0) return [];
  const { rows } = await db.execute<{ id: string; workspaceId: string }>(sql`
    select e.id, e.workspace_id as "workspaceId"
    from unnest(${sql.param([...held.keys()])}::text[], ${sql.param([...held.values()])}::int[]) as held(id, number)
    join ${experiments} e on e.id = held.id
    where held.number > (select max(r.number) from ${releases} r where r.experiment_id = e.id)`);
  return rows;
}

/** An edge holds one release of an experiment: with it all earlier ones have been passed. */
export async function confirmReleases(db: Database, experimentId: string, upTo: number, now: Date): Promise<void> {
  await db
    .update(releases)
    .set({ confirmedAt: now })
    .where(and(eq(releases.experimentId, experimentId), lte(releases.number, upTo), isNull(releases.confirmedAt)));
}

export async function confirmBundle(db: Database, shard: number, sequence: number, now: Date): Promise<void> {
  await db
    .update(bundles)
    .set({ confirmedSequence: sequence, confirmedAt: now })
    .where(
      and(
        eq(bundles.shard, shard),
        lte(sql`${sequence}::bigint`, bundles.sequence),
        or(isNull(bundles.confirmedSequence), lt(bundles.confirmedSequence, sequence)),
      ),
    );
}

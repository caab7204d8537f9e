import type { EdgeState } from '@alyson/schema';
import { bundles, edges, releases } from '@alyson/schema/tables';
import { and, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

export async function saveEdgeState(db: Database, name: string, state: EdgeState, seenAt: Date): Promise<void> {
  await db
    .insert(edges)
    .values({ name, state, seenAt })
    .onConflictDoUpdate({ target: edges.name, set: { state, seenAt } });
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

import type { ReleaseCause } from '@alyson/schema';
import { releases } from '@alyson/schema/tables';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { ReleaseRow } from '../../experiment/releases.store.ts';
import type { Database } from '../../io/database.ts';

/** Newest first, below a number if one is given. */
export function pageOfReleases(
  db: Database,
  experimentId: string,
  below: number | null,
  limit: number,
  cause?: ReleaseCause,
): Promise<ReleaseRow[]> {
  return db
    .select()
    .from(releases)
    .where(
      and(
        eq(releases.experimentId, experimentId),
        below === null ? undefined : lt(releases.number, below),
        cause && eq(releases.cause, cause),
      ),
    )
    .orderBy(desc(releases.number))
    .limit(limit);
}

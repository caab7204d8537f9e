import { eventStandings, runs } from '@alyson/schema/tables';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../../io/database.ts';

/**
 * Writes down, for runs of an experiment, which standings they had not seen, as soon as every transaction has ended that was
 * under way then: from now on neither the snapshot nor the cluster that it was taken in is needed.
 */
export async function resolveKnown(tx: Tx, experimentId: string): Promise<void> {
  const snapshot = sql`${runs.knownSnapshot}::pg_snapshot`;
  const unseen = sql`array(
    select s.id from ${eventStandings} s
    where s.experiment_id = ${runs.experimentId} and s.recorded_by >= pg_snapshot_xmin(${snapshot})
      and s.id <= ${runs.knownUpTo} and not pg_visible_in_snapshot(s.recorded_by, ${snapshot}))`;
  await tx
    .update(runs)
    .set({ knownWithout: unseen })
    .where(
      and(
        eq(runs.experimentId, experimentId),
        isNotNull(runs.knownSnapshot),
        isNull(runs.knownWithout),
        sql`pg_snapshot_xmax(${snapshot}) <= pg_snapshot_xmin(pg_current_snapshot())`,
      ),
    );
}

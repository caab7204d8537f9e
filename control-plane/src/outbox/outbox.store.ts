import { outbox } from '@alyson/schema/tables';
import { and, asc, eq, inArray, isNull, lt, lte, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database, Tx } from '../io/database.ts';

export type OutboxRow = typeof outbox.$inferSelect;

export async function insertOutboxEntry(tx: Tx, entry: typeof outbox.$inferInsert): Promise<void> {
  await tx.insert(outbox).values(entry);
}

/**
 * Takes the experiments whose oldest waiting entry is due, each with all its entries: they are delivered together, so
 * that no later one overtakes an earlier one. The oldest entry's lock stands for its experiment: another process skips it.
 */
export async function takeDueEntries(tx: Tx, now: Date, experimentsAtOnce: number): Promise<OutboxRow[]> {
  const earlier = alias(outbox, 'earlier');
  const isWaitingBefore = and(
    eq(earlier.experimentId, outbox.experimentId),
    isNull(earlier.deliveredAt),
    lt(earlier.id, outbox.id),
  );
  const oldest = await tx
    .select({ experimentId: outbox.experimentId })
    .from(outbox)
    .where(
      and(
        isNull(outbox.deliveredAt),
        lte(outbox.nextAttemptAt, now),
        notExists(tx.select({ one: sql`1` }).from(earlier).where(isWaitingBefore)),
      ),
    )
    .orderBy(asc(outbox.id))
    .limit(experimentsAtOnce)
    .for('update', { skipLocked: true });
  const ofThese = inArray(
    outbox.experimentId,
    oldest.map((entry) => entry.experimentId),
  );
  return tx
    .select()
    .from(outbox)
    .where(and(isNull(outbox.deliveredAt), ofThese))
    .orderBy(asc(outbox.id))
    .for('update');
}

export async function markDelivered(tx: Tx, ids: readonly number[], now: Date): Promise<void> {
  await tx
    .update(outbox)
    .set({ deliveredAt: now, lastError: null, attempts: sql`${outbox.attempts} + 1` })
    .where(inArray(outbox.id, [...ids]));
}

export async function markFailed(
  db: Database,
  ids: readonly number[],
  nextAttemptAt: Date,
  error: string,
): Promise<void> {
  await db
    .update(outbox)
    .set({ nextAttemptAt, lastError: error, attempts: sql`${outbox.attempts} + 1` })
    .where(and(inArray(outbox.id, [...ids]), isNull(outbox.deliveredAt)));
}

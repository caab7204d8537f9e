import type { OutboundTopic } from '@alyson/schema';
import { clicks, destinations } from '@alyson/schema/tables';
import { and, arrayOverlaps, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Database, Tx } from '../io/database.ts';

export type DestinationRow = typeof destinations.$inferSelect;

/** The destinations of a workspace that may want to hear of these topics, or of conversions of these clicks. */
export function findListeners(
  db: Database,
  workspaceId: string,
  topics: readonly OutboundTopic[],
  clickIds: readonly string[],
): Promise<DestinationRow[]> {
  const isSubscribed = and(eq(destinations.kind, 'subscription'), arrayOverlaps(destinations.topics, [...topics]));
  // An array, looked up once: each arm of the choice is then a place in the index.
  const affiliates = sql`array(select c.affiliate_id from ${clicks} c where ${inArray(sql`c.id`, [...clickIds])})`;
  const isOfAffiliate =
    clickIds.length === 0
      ? undefined
      : and(
          eq(destinations.kind, 'postback'),
          or(isNull(destinations.affiliateId), sql`${destinations.affiliateId} = any(${affiliates})`),
        );
  return db
    .select()
    .from(destinations)
    .where(
      and(
        eq(destinations.workspaceId, workspaceId),
        eq(destinations.state, 'on'),
        isNull(destinations.removedAt),
        or(isSubscribed, isOfAffiliate),
      ),
    );
}

export async function readDestination(db: Database, id: string): Promise<DestinationRow | null> {
  const [row] = await db.select().from(destinations).where(eq(destinations.id, id));
  return row ?? null;
}

/** It took something. Most of the time there is nothing to write. */
export async function markWell(tx: Tx, id: string): Promise<void> {
  await tx
    .update(destinations)
    .set({ failures: 0, failingSince: null, lastFault: null, pausedUntil: null })
    .where(
      and(eq(destinations.id, id), sql`(${destinations.failures} > 0 or ${destinations.pausedUntil} is not null)`),
    );
}

/** It failed once more. @returns how often in a row, now */
export async function markFailing(tx: Tx, id: string, fault: string, now: Date): Promise<number> {
  const [row] = await tx
    .update(destinations)
    .set({
      failures: sql`${destinations.failures} + 1`,
      failingSince: sql`coalesce(${destinations.failingSince}, ${now.toISOString()}::timestamptz)`,
      lastFault: fault,
    })
    .where(eq(destinations.id, id))
    .returning({ failures: destinations.failures });
  return row?.failures ?? 1;
}

export async function pauseUntil(tx: Tx, id: string, until: Date): Promise<void> {
  await tx
    .update(destinations)
    .set({ pausedUntil: sql`greatest(${destinations.pausedUntil}, ${until.toISOString()}::timestamptz)` })
    .where(eq(destinations.id, id));
}

/** It wants to hear nothing more. */
export async function stopDestination(tx: Tx, id: string, why: string, now: Date): Promise<void> {
  await tx
    .update(destinations)
    .set({ state: 'stopped', stateSince: now, stateDetail: why })
    .where(and(eq(destinations.id, id), eq(destinations.state, 'on')));
}

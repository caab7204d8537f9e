import { buyerEvents } from '@alyson/schema/tables';
import { and, asc, desc, eq, gte, lt } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';
import { type ClickRange, isCounted } from '../../outcomes/outcomes.store.ts';

export type Payment = Awaited<ReturnType<typeof findPayments>>[number];

/** Every event of a person's click that an agent got, in the order of clicks. */
export function findPayments(db: Database, { experimentId, from, to }: ClickRange) {
  const { agentId, buyerId, kind, leadId, clickedAt, occurredAt, effectMicros, id } = buyerEvents;
  return db
    .select({ agentId, buyerId, kind, leadId, clickedAt, occurredAt, effectMicros })
    .from(buyerEvents)
    .where(and(isCounted, eq(buyerEvents.experimentId, experimentId), gte(clickedAt, from), lt(clickedAt, to)))
    .orderBy(asc(clickedAt), asc(occurredAt), asc(id));
}

/** When a buyer last reported anything of this experiment. */
export async function findLastEventAt(db: Database, experimentId: string): Promise<Date | null> {
  const [newest] = await db
    .select({ receivedAt: buyerEvents.receivedAt })
    .from(buyerEvents)
    .where(eq(buyerEvents.experimentId, experimentId))
    .orderBy(desc(buyerEvents.receivedAt), desc(buyerEvents.id))
    .limit(1);
  return newest?.receivedAt ?? null;
}

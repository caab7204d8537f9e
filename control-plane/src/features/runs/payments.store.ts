import { buyerEvents } from '@alyson/schema/tables';
import { and, asc, eq, gte, lt } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';
import { eventsAsKnown, type Known, NOW } from '../../outcomes/known.store.ts';
import { type ClickRange, isCounted, isOfGraded } from '../../outcomes/outcomes.store.ts';

export type Payment = Awaited<ReturnType<typeof findPayments>>[number];

/** Every event of a person's click that an agent got by chance, in the order of clicks (R17). */
export function findPayments(db: Database, { experimentId, from, to }: ClickRange, known: Known = NOW) {
  const { agentId, buyerId, kind, leadId, clickedAt, occurredAt, effectMicros, id } = buyerEvents;
  return db
    .with(...eventsAsKnown(db, known, experimentId))
    .select({ agentId, buyerId, kind, leadId, clickedAt, occurredAt, effectMicros })
    .from(buyerEvents)
    .where(
      and(isCounted, isOfGraded, eq(buyerEvents.experimentId, experimentId), gte(clickedAt, from), lt(clickedAt, to)),
    )
    .orderBy(asc(clickedAt), asc(occurredAt), asc(id));
}

import { sql } from 'drizzle-orm';
import { bigserial, boolean, customType, index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { BuyerEventKind } from '../src/buyer-event.ts';
import type { DecisionReason } from '../src/click.ts';
import { instant, wholeNumber } from './columns.ts';

const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' });

/**
 * Where every buyer event has stood, and when: a row for each transaction that changed it, and for each experiment that it
 * came to or left. A trigger writes them, and nobody alters them. The columns are those of `buyer_events` that results
 * are made of, under the same names, so that the same queries read both.
 */
export const eventStandings = pgTable(
  'event_standings',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    eventId: text('event_id').notNull(),
    workspaceId: text('workspace_id').notNull(),
    buyerId: text('buyer_id').notNull(),
    kind: text('kind').$type<BuyerEventKind>().notNull(),
    leadId: text('lead_id'),
    amountMicros: wholeNumber('amount_micros'),
    currency: text('currency'),
    effectMicros: wholeNumber('effect_micros'),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    clickId: text('click_id'),
    clickedAt: instant('clicked_at'),
    /** With no click beside it: the event has left this experiment. */
    experimentId: text('experiment_id'),
    agentId: text('agent_id'),
    isBot: boolean('is_bot'),
    clickReason: text('click_reason').$type<DecisionReason>(),
    orphanCause: text('orphan_cause'),
    withdrawnAt: instant('withdrawn_at'),
    /** The transaction that wrote it, in this cluster's count; see `runs.known_snapshot`. */
    recordedBy: transactionId('recorded_by').notNull(),
    /** When that transaction began, by the database's clock. */
    recordedAt: timestamp('recorded_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (table) => [
    uniqueIndex('event_standings_once').on(
      table.eventId,
      table.recordedBy,
      table.recordedAt,
      sql`coalesce(${table.experimentId}, '')`,
    ),
    index('event_standings_by_event').on(table.experimentId, table.eventId, table.id.desc().nullsFirst()),
    index('event_standings_by_place').on(table.experimentId, table.id),
    index('event_standings_by_transaction').on(table.experimentId, table.recordedBy),
  ],
);

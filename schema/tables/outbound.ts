import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { AttentionKind } from '../src/attention.ts';
import type { BuyerEventKind } from '../src/buyer-event.ts';
import type { DeliveryState } from '../src/delivery.ts';
import type { DestinationState, PostbackMethod } from '../src/destination.ts';
import type { OutboundTopic } from '../src/outbound-event.ts';
import { instant, wholeNumber } from './columns.ts';
import { buyers } from './conversions.ts';
import { workspaces } from './workspaces.ts';

/** A secret that a subscription signs with, sealed by a key of this deployment. */
export interface SealedSecret {
  sealed: string;
  /** Epoch ms. */
  createdAt: number;
  endsAt: number | null;
}

/** Where things are told outside: affiliates' postbacks and the workspace's own subscriptions. */
export const destinations = pgTable(
  'destinations',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    kind: text('kind').$type<'postback' | 'subscription'>().notNull(),
    name: text('name').notNull(),
    /** Of a postback: with its macros. */
    url: text('url').notNull(),
    state: text('state').$type<DestinationState>().notNull().default('on'),
    stateSince: instant('state_since').notNull(),
    stateDetail: text('state_detail'),
    /** Failed attempts since the last one that succeeded. */
    failures: integer('failures').notNull().default(0),
    failingSince: instant('failing_since'),
    lastFault: text('last_fault'),
    /** Until then nothing is sent to it: it asked for that, or failed again and again. */
    pausedUntil: instant('paused_until'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    /** Removed: nobody sees it, and nothing is sent to it. Its log stays as long as every other. */
    removedAt: instant('removed_at'),
    // Of a postback alone; a null is no condition.
    affiliateId: text('affiliate_id'),
    experimentId: text('experiment_id'),
    offerId: text('offer_id'),
    goal: text('goal'),
    eventKinds: text('event_kinds').array().$type<BuyerEventKind[]>().notNull().default([]),
    minimumMicros: wholeNumber('minimum_micros'),
    minimumCurrency: text('minimum_currency'),
    firstSaleOnly: boolean('first_sale_only').notNull().default(false),
    method: text('method').$type<PostbackMethod>().notNull().default('POST'),
    // Of a subscription alone.
    topics: text('topics').array().$type<OutboundTopic[]>().notNull().default([]),
    secrets: jsonb('secrets').$type<SealedSecret[]>().notNull().default([]),
  },
  (table) => [
    index('destinations_by_time')
      .on(table.workspaceId, table.kind, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`${table.removedAt} is null`),
    index('destinations_told')
      .on(table.workspaceId, table.kind, table.affiliateId)
      .where(sql`${table.state} = 'on' and ${table.removedAt} is null`),
  ],
);

/** What is to be told to a destination, written in the transaction that brought it about, and kept until it arrives. */
export const deliveries = pgTable(
  'deliveries',
  {
    /** Also the `webhook-id`. */
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    destinationId: text('destination_id')
      .notNull()
      .references(() => destinations.id),
    topic: text('topic').$type<OutboundTopic | 'test'>().notNull(),
    /** The buyer event that it tells of. */
    buyerEventId: text('buyer_event_id'),
    /** What a postback tells of once and never again, however often its event is replayed, moved or repaired. */
    onceKey: text('once_key'),
    /** Of a subscription, as it was at the time; a postback is filled in when it is sent. */
    body: text('body'),
    state: text('state').$type<DeliveryState>().notNull().default('waiting'),
    detail: text('detail'),
    attempts: integer('attempts').notNull().default(0),
    /** Failed attempts of this series: sending again by hand begins another. */
    failures: integer('failures').notNull().default(0),
    lastStatus: integer('last_status'),
    createdAt: instant('created_at').notNull(),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    /** Given up after this. */
    deadline: instant('deadline').notNull(),
    /** Until then a process is sending it, and no other does. */
    leasedUntil: instant('leased_until'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    uniqueIndex('deliveries_once').on(table.destinationId, table.onceKey),
    index('deliveries_waiting').on(table.destinationId, table.nextAttemptAt).where(sql`${table.state} = 'waiting'`),
    index('deliveries_overdue').on(table.deadline).where(sql`${table.state} = 'waiting'`),
    index('deliveries_given_up').on(table.destinationId).where(sql`${table.state} = 'given_up'`),
    index('deliveries_by_time').on(
      table.destinationId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('deliveries_by_event').on(table.buyerEventId).where(sql`${table.buyerEventId} is not null`),
    // For what is too old: deliveries come in the order of time, so that a summary of each stretch of pages tells.
    index('deliveries_by_age').using('brin', table.createdAt).with({ autosummarize: true }),
  ],
);

/** One try to deliver something. */
export const deliveryAttempts = pgTable(
  'delivery_attempts',
  {
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => deliveries.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    at: instant('at').notNull(),
    tookMs: integer('took_ms').notNull(),
    status: integer('status'),
    fault: text('fault'),
    /** How the answer began, without what may be a person's. */
    excerpt: text('excerpt'),
  },
  (table) => [primaryKey({ columns: [table.deliveryId, table.number] })],
);

/** What was noticed and somebody should look at; over when `cleared_at` is set. */
export const attentionItems = pgTable(
  'attention_items',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    kind: text('kind').$type<AttentionKind>().notNull(),
    subjectId: text('subject_id').notNull(),
    summary: text('summary').notNull(),
    evidence: text('evidence').notNull(),
    since: instant('since').notNull(),
    raisedAt: instant('raised_at').notNull(),
    clearedAt: instant('cleared_at'),
  },
  (table) => [
    uniqueIndex('attention_items_open')
      .on(table.workspaceId, table.kind, table.subjectId)
      .where(sql`${table.clearedAt} is null`),
  ],
);

/** How much each buyer reported in each whole hour: its habit. Kept up by whoever watches, from the reports themselves. */
export const buyerHours = pgTable(
  'buyer_hours',
  {
    buyerId: text('buyer_id')
      .notNull()
      .references(() => buyers.id),
    hour: instant('hour').notNull(),
    /** Events that were taken, orphans among them. */
    events: integer('events').notNull(),
    orphans: integer('orphans').notNull(),
    /** Reports that were refused by their signature or time. */
    rejected: integer('rejected').notNull(),
  },
  (table) => [primaryKey({ columns: [table.buyerId, table.hour] })],
);

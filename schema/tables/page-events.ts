import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { FunnelDimension } from '../src/funnel.ts';
import type { PageStep, SegmentType, StepRules } from '../src/page-event.ts';
import type { SegmentCallOutcome } from '../src/segment-source.ts';
import { bytes, instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** Where Segment delivers to. */
export const segmentSources = pgTable(
  'segment_sources',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    /** The unguessable part of its address. */
    endpointId: text('endpoint_id').notNull(),
    /** Sealed by a key of this deployment. */
    sealedSecret: text('sealed_secret').notNull(),
    /** The one before it, which opens until then. */
    sealedPreviousSecret: text('sealed_previous_secret'),
    previousSecretUntil: instant('previous_secret_until'),
    createdAt: instant('created_at').notNull(),
    /** Since when it takes nothing any more. */
    removedAt: instant('removed_at'),
    /** Its calls after this one are to be read again, by rules that have changed; null: all have been. */
    rereadAfter: instant('reread_after'),
    rereadAfterId: text('reread_after_id'),
  },
  (table) => [
    uniqueIndex('segment_sources_by_endpoint').on(table.endpointId),
    uniqueIndex('segment_sources_by_name').on(table.workspaceId, table.name).where(sql`${table.removedAt} is null`),
  ],
);

/** Every request of Segment's, stored before it was answered, kept for some days. */
export const segmentCalls = pgTable(
  'segment_calls',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    sourceId: text('source_id')
      .notNull()
      .references(() => segmentSources.id),
    receivedAt: instant('received_at').notNull(),
    outcome: text('outcome').$type<SegmentCallOutcome>().notNull(),
    detail: text('detail'),
    body: bytes('body').notNull(),
    /** The key that sealed the body; null: none did. */
    sealedBy: text('sealed_by'),
    messages: integer('messages').notNull().default(0),
    steps: integer('steps').notNull().default(0),
    duplicates: integer('duplicates').notNull().default(0),
    withoutKey: integer('without_key').notNull().default(0),
  },
  (table) => [
    index('segment_calls_unread').on(table.receivedAt, table.id).where(sql`${table.outcome} = 'stored'`),
    index('segment_calls_by_source').on(
      table.sourceId,
      table.receivedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('segment_calls_at_fault')
      .on(table.sourceId, table.receivedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`${table.outcome} in ('rejected', 'unreadable')`),
    index('segment_calls_by_key').on(table.sealedBy),
    index('segment_calls_by_age').using('brin', table.receivedAt).with({ autosummarize: true }),
  ],
);

/** Segment's messages that mean a step and carry a key, each once; `clickId` null: none has that key, or not yet. */
export const pageEvents = pgTable(
  'page_events',
  {
    workspaceId: text('workspace_id').notNull(),
    /** Of Segment's own id of the message. */
    messageDigest: bytes('message_digest').notNull(),
    callId: text('call_id').notNull(),
    step: text('step').$type<PageStep>().notNull(),
    keyDigest: bytes('key_digest').notNull(),
    /** By the sender's clock, corrected by how far it is off. */
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    clickId: text('click_id'),
    /** Whether its click is still to be looked for: it has just come, or a click with its key has. */
    isDue: boolean('is_due').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.messageDigest] }),
    index('page_events_by_key').on(table.workspaceId, table.keyDigest, table.clickId),
    index('page_events_due').on(table.receivedAt).where(sql`${table.isDue}`),
    index('page_events_by_age').using('brin', table.receivedAt).with({ autosummarize: true }),
  ],
);

/** The steps of each click, each once, kept as long as the click. */
export const clickSteps = pgTable(
  'click_steps',
  {
    clickId: text('click_id').notNull(),
    step: text('step').$type<PageStep>().notNull(),
    workspaceId: text('workspace_id').notNull(),
    clickedAt: instant('clicked_at').notNull(),
    reportedAt: instant('reported_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.clickId, table.step] }),
    index('click_steps_by_age').using('brin', table.clickedAt).with({ autosummarize: true }),
  ],
);

/**
 * An experiment's clicks and their steps per hour, by agent, affiliate and source: people's clicks that the split gave to
 * their agent (R17). Kept up in the transactions that store clicks and steps, so that no funnel scans either.
 */
export const funnelHours = pgTable(
  'funnel_hours',
  {
    experimentId: text('experiment_id').notNull(),
    dimension: text('dimension').$type<FunnelDimension>().notNull(),
    hour: instant('hour').notNull(),
    /** Stands for all values that have no row of their own in this hour: of sources there may be one per click. */
    isRest: boolean('is_rest').notNull(),
    /** An agent's id, an affiliate's, or a source; empty: the click had none. */
    value: text('value').notNull(),
    /** Clicks of this hour, and the steps of these clicks whenever they came. */
    clicks: integer('clicks').notNull(),
    viewed: integer('viewed').notNull(),
    quizStarted: integer('quiz_started').notNull(),
    quizSubmitted: integer('quiz_submitted').notNull(),
    /** Steps that came in this hour, whenever their clicks were. */
    reportedViewed: integer('reported_viewed').notNull(),
    reportedQuizStarted: integer('reported_quiz_started').notNull(),
    reportedQuizSubmitted: integer('reported_quiz_submitted').notNull(),
  },
  (table) => [primaryKey({ columns: [table.experimentId, table.dimension, table.hour, table.isRest, table.value] })],
);

/** The names under which messages came lately, whatever they mean. */
export const eventNames = pgTable(
  'event_names',
  {
    workspaceId: text('workspace_id').notNull(),
    type: text('type').$type<SegmentType>().notNull(),
    name: text('name').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    times: integer('times').notNull(),
    withoutKey: integer('without_key').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.type, table.name] })],
);

/** Which messages mean which step in a workspace; without a row, the defaults hold. */
export const stepRules = pgTable('step_rules', {
  workspaceId: text('workspace_id')
    .primaryKey()
    .references(() => workspaces.id),
  rules: jsonb('rules').$type<StepRules>().notNull(),
  version: integer('version').notNull(),
});

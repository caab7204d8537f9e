import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ReportOutcome, ReportSource } from '../src/buyer.ts';
import type { BuyerEventKind, JoinedBy, OrphanCause } from '../src/buyer-event.ts';
import type { ReportFault } from '../src/buyer-secret.ts';
import type { RowFault, UploadFormat, UploadState, UploadTally } from '../src/buyer-upload.ts';
import type { DecisionReason } from '../src/click.ts';
import type { Mapping } from '../src/mapping.ts';
import type { ReplaySample, ReplayState, ReplayTally } from '../src/mapping-replay.ts';
import { bytes, instant, wholeNumber } from './columns.ts';
import { workspaces } from './workspaces.ts';

export const buyers = pgTable(
  'buyers',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    /** The unguessable part of the webhook's address. */
    endpointId: text('endpoint_id').notNull(),
    /** Where its one secret stood before `buyer_secrets`, in the clear; and no longer does. */
    webhookSecret: text('webhook_secret'),
    /** SHA-256 of the token that its conversions in TUNE's manner carry: 128 random bits, so a plain hash will do. */
    tuneTokenSha256: text('tune_token_sha256'),
    /** TUNE's offers whose conversions are this buyer's. */
    tuneOfferIds: text('tune_offer_ids').array().notNull().default([]),
    /** Addresses, ranges and subnets that its servers call from. */
    tuneAddresses: text('tune_addresses').array().notNull().default([]),
    /** Of the amounts in such conversions, which name none; null: the workspace's. */
    tuneCurrency: text('tune_currency'),
    /** The largest amount of one event in micro-units, by currency; where none is named, ten million of it. */
    amountLimits: jsonb('amount_limits').$type<Record<string, number>>().notNull().default({}),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    /** Out of sight; what it reports all the same is taken and counted. */
    archivedAt: instant('archived_at'),
  },
  (table) => [
    uniqueIndex('buyers_by_endpoint').on(table.endpointId),
    uniqueIndex('buyers_by_tune_token').on(table.tuneTokenSha256),
    uniqueIndex('buyers_by_name').on(table.workspaceId, table.name),
  ],
);

/** How a buyer's reports are read, version by version; the newest reads what comes in. */
export const buyerMappings = pgTable(
  'buyer_mappings',
  {
    buyerId: text('buyer_id')
      .notNull()
      .references(() => buyers.id),
    version: integer('version').notNull(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    mapping: jsonb('mapping').$type<Mapping>().notNull(),
    note: text('note').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.buyerId, table.version] })],
);

/** Files of reports that a person brought, part by part in `buyer_reports`. */
export const buyerUploads = pgTable(
  'buyer_uploads',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    buyerId: text('buyer_id')
      .notNull()
      .references(() => buyers.id),
    fileName: text('file_name').notNull(),
    format: text('format').$type<UploadFormat>().notNull(),
    /** Of a CSV: what separates its values, and the names in its first row. */
    delimiter: text('delimiter'),
    columns: jsonb('columns').$type<string[]>(),
    /** SHA-256 of the whole file: the same file again is the same upload. */
    digest: bytes('digest').notNull(),
    size: wholeNumber('size').notNull(),
    rows: integer('rows').notNull(),
    parts: integer('parts').notNull(),
    state: text('state').$type<UploadState>().notNull(),
    /** The version of the mapping that reads it, once it is applied. */
    mappingVersion: integer('mapping_version'),
    /** Parts that are applied, and what came of their rows. */
    partsDone: integer('parts_done').notNull().default(0),
    tally: jsonb('tally').$type<UploadTally>().notNull(),
    /** The first rows that could not be read, and why. */
    faults: jsonb('faults').$type<RowFault[]>().notNull().default([]),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    uniqueIndex('buyer_uploads_by_content').on(table.buyerId, table.digest).where(sql`${table.state} <> 'discarded'`),
    index('buyer_uploads_by_time').on(table.buyerId, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('buyer_uploads_under_way').on(table.createdAt).where(sql`${table.state} = 'applying'`),
  ],
);

/** One reading anew of stored reports by a version of the mapping: first told, then applied. */
export const mappingReplays = pgTable(
  'mapping_replays',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    buyerId: text('buyer_id')
      .notNull()
      .references(() => buyers.id),
    mappingVersion: integer('mapping_version').notNull(),
    /** Reports received in this stretch, its end excluded. */
    from: instant('from').notNull(),
    to: instant('to').notNull(),
    state: text('state').$type<ReplayState>().notNull(),
    /** The last report that is done, in the order of receipt: where the next step goes on. */
    doneAt: instant('done_at'),
    doneId: text('done_id'),
    /** What would differ, counted before anything was changed. */
    preview: jsonb('preview').$type<ReplayTally>().notNull(),
    /** What was changed. */
    applied: jsonb('applied').$type<ReplayTally>(),
    samples: jsonb('samples').$type<ReplaySample[]>().notNull().default([]),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    // One at a time: two would supersede each other's events.
    uniqueIndex('mapping_replays_under_way')
      .on(table.buyerId)
      .where(sql`${table.state} in ('previewing', 'previewed', 'applying')`),
    index('mapping_replays_by_time').on(
      table.buyerId,
      table.createdAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('mapping_replays_due').on(table.createdAt).where(sql`${table.state} in ('previewing', 'applying')`),
  ],
);

/** Every inbound request, stored before it was answered. */
export const buyerReports = pgTable(
  'buyer_reports',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** Null for a call that no buyer can be told from: it is kept for the workspace. */
    buyerId: text('buyer_id').references(() => buyers.id),
    source: text('source').$type<ReportSource>().notNull().default('webhook'),
    webhookId: text('webhook_id'),
    /**
     * Method, path and query of a call that says something there, without any secret. Null where `head` holds it, as
     * `headers` is empty then.
     */
    request: text('request'),
    /** The server it came from; never a visitor's browser. */
    sender: text('sender'),
    /** What a conversion in TUNE's manner is counted once by; null for reports that counted nothing. */
    conversionKey: text('conversion_key'),
    /** Only the headers that the signature needs. */
    headers: jsonb('headers').$type<Record<string, string>>().notNull(),
    body: bytes('body').notNull(),
    /** `request` and `headers` as they are kept since there are keys: sealed, as `body` is. */
    head: bytes('head'),
    /** The key of ALYSON_DATA_KEYS that sealed head and body; null: they wait to be sealed. */
    sealedBy: text('sealed_by'),
    receivedAt: instant('received_at').notNull(),
    outcome: text('outcome').$type<ReportOutcome>().notNull(),
    detail: text('detail'),
    /** What was wrong with a rejected call's proof, as a code. */
    fault: text('fault').$type<ReportFault>(),
    /** How many times this webhook id has come. */
    deliveries: integer('deliveries').notNull().default(1),
    /** Which version of its buyer's mapping read it; null: our own shape, or none did. */
    mappingVersion: integer('mapping_version'),
    /** The file that this is a part of, and which part, from 0. */
    uploadId: text('upload_id').references(() => buyerUploads.id),
    part: integer('part'),
  },
  (table) => [
    // A forged request must not use up the id of the true one.
    uniqueIndex('buyer_reports_by_webhook_id')
      .on(table.buyerId, table.webhookId)
      .where(sql`${table.outcome} <> 'rejected'`),
    uniqueIndex('buyer_reports_by_upload').on(table.uploadId, table.part).where(sql`${table.uploadId} is not null`),
    uniqueIndex('buyer_reports_by_conversion').on(table.buyerId, table.conversionKey),
    check('buyer_reports_has_owner', sql`${table.buyerId} is not null or ${table.outcome} = 'unauthenticated'`),
    index('buyer_reports_unauthenticated')
      .on(table.workspaceId, table.buyerId, table.receivedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`${table.outcome} = 'unauthenticated'`),
    index('buyer_reports_by_time').on(
      table.buyerId,
      table.receivedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('buyer_reports_by_key').on(table.sealedBy),
    index('buyer_reports_by_outcome').on(
      table.buyerId,
      table.outcome,
      table.receivedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

/** What buyers reported, one row per event, with the click it was given (C18); `clickId` null: an orphan. */
export const buyerEvents = pgTable(
  'buyer_events',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    buyerId: text('buyer_id')
      .notNull()
      .references(() => buyers.id),
    reportId: text('report_id')
      .notNull()
      .references(() => buyerReports.id),
    kind: text('kind').$type<BuyerEventKind>().notNull(),
    eventId: text('event_id').notNull(),
    leadId: text('lead_id'),
    refersTo: text('refers_to'),
    /** What the buyer calls this step: an id, a reference or a name; null where it names none. */
    goal: text('goal'),
    utmContent: text('utm_content'),
    keyDigest: bytes('key_digest'),
    amountMicros: wholeNumber('amount_micros'),
    currency: text('currency'),
    /**
     * What this event adds to its experiment's revenue, by the fold over its sale's events. Null while it adds nothing:
     * no sale yet, no experiment yet, or another currency than the experiment's.
     */
    effectMicros: wholeNumber('effect_micros'),
    occurredAt: instant('occurred_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    clickId: text('click_id'),
    clickedAt: instant('clicked_at'),
    experimentId: text('experiment_id'),
    agentId: text('agent_id'),
    /** Whether that click is a bot's: such outcomes count in no total. */
    isBot: boolean('is_bot'),
    /** Why that click went to its agent: outcomes of clicks that were sent there do not compare agents (R17). */
    clickReason: text('click_reason').$type<DecisionReason>(),
    /** How the click was found: by the event's own key, through the lead or sale that it names, or by a person's repair. */
    joinedBy: text('joined_by').$type<JoinedBy>(),
    joinedAt: instant('joined_at'),
    orphanCause: text('orphan_cause').$type<OrphanCause>(),
    /** The click that its own key was given, or a person gave it, also while it stands on that of its lead (C18). */
    ownClickId: text('own_click_id'),
    ownClickBy: text('own_click_by').$type<Exclude<JoinedBy, 'reference'>>(),
    /** What its amount is, or is to be, converted to: its experiment's currency, where that is another one. */
    rateTo: text('rate_to'),
    /** The rate it counts with, as an exact decimal, and that rate's day; null while it waits for one. */
    rate: numeric('rate', { precision: 24, scale: 12 }),
    rateDay: date('rate_day', { mode: 'string' }),
    /** Since when no reading of its report contains it any more: it keeps its facts and counts nothing. */
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [
    // The buyer's own id is the identity: the same event in another request counts once.
    uniqueIndex('buyer_events_by_identity').on(table.buyerId, table.kind, table.eventId),
    index('buyer_events_by_time').on(
      table.workspaceId,
      table.receivedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('buyer_events_by_experiment').on(table.experimentId, table.clickedAt),
    index('buyer_events_by_arrival').on(
      table.experimentId,
      table.receivedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('buyer_events_by_buyer').on(
      table.buyerId,
      table.receivedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('buyer_events_by_click').on(table.clickId),
    index('buyer_events_by_report').on(table.reportId),
    index('buyer_events_by_reference').on(table.buyerId, table.refersTo).where(sql`${table.refersTo} is not null`),
    index('buyer_events_by_lead').on(table.buyerId, table.leadId).where(sql`${table.leadId} is not null`),
    index('buyer_events_by_key').on(
      table.workspaceId,
      table.keyDigest,
      table.receivedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('buyer_events_keyless')
      .on(table.workspaceId, table.keyDigest)
      .where(sql`${table.ownClickId} is null and ${table.keyDigest} is not null`),
    index('buyer_events_converted')
      .on(table.workspaceId, table.currency, table.rateTo, table.occurredAt)
      .where(sql`${table.rateTo} is not null`),
    index('buyer_events_waiting_by_buyer')
      .on(table.buyerId)
      .where(sql`${table.clickId} is null and ${table.withdrawnAt} is null`),
    index('buyer_events_waiting')
      .on(table.workspaceId, table.receivedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`${table.clickId} is null`),
  ],
);

/** Reports that told of an event which another report had told of before: who tells of it when that one no longer does. */
export const buyerEventRepeats = pgTable(
  'buyer_event_repeats',
  {
    reportId: text('report_id')
      .notNull()
      .references(() => buyerReports.id),
    eventId: text('event_id')
      .notNull()
      .references(() => buyerEvents.id),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.eventId] }),
    index('buyer_event_repeats_by_event').on(table.eventId),
  ],
);

import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { TuneCallProtocol } from '../src/tune-call-path.ts';
import type { TuneLinkState, TuneMode } from '../src/tune-cut-over.ts';
import type { TuneRecord, TuneRecordKind } from '../src/tune-export.ts';
import type { TuneImportOrigin, TuneImportState, TuneReading } from '../src/tune-import.ts';
import type { TuneParity } from '../src/tune-parity.ts';
import type { TunePlace, TuneSourceKind, TuneStance } from '../src/tune-plan.ts';
import { instant } from './columns.ts';
import { experiments, links } from './experiments.ts';
import { workspaces } from './workspaces.ts';

/** A workspace's access to TUNE's API. */
export const tuneConnections = pgTable('tune_connections', {
  workspaceId: text('workspace_id')
    .primaryKey()
    .references(() => workspaces.id),
  networkId: text('network_id').notNull(),
  /** Sealed by a key of this deployment: whoever reads the database alone has no token. */
  sealedToken: text('sealed_token').notNull(),
  connectedAt: instant('connected_at').notNull(),
  connectedBy: text('connected_by').notNull(),
});

/** Addresses under which TUNE hid a conversion's offer and goal: what each of them stands for. */
export const tuneCallPaths = pgTable(
  'tune_call_paths',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** With its slash, as it is called: `/SPe`. */
    path: text('path').notNull(),
    protocol: text('protocol').$type<TuneCallProtocol>().notNull(),
    offerId: text('offer_id'),
    goalId: text('goal_id'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.path] })],
);

/** What was read from TUNE at one time. */
export const tuneImports = pgTable(
  'tune_imports',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    origin: text('origin').$type<TuneImportOrigin>().notNull(),
    state: text('state').$type<TuneImportState>().notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    finishedAt: instant('finished_at'),
    /** Where reading stands, so that another process can go on with it. */
    reading: jsonb('reading').$type<TuneReading>(),
    leasedUntil: instant('leased_until'),
    failure: text('failure'),
    /** Rows that could not be read, in words. */
    warnings: jsonb('warnings').$type<string[]>().notNull().default([]),
  },
  (table) => [
    index('tune_imports_by_time').on(table.workspaceId, table.createdAt.desc().nullsFirst()),
    index('tune_imports_reading').on(table.createdAt).where(sql`${table.state} = 'reading'`),
  ],
);

/** One thing of TUNE's as an import saw it: in our form, and as it came. */
export const tuneRecords = pgTable(
  'tune_records',
  {
    importId: text('import_id')
      .notNull()
      .references(() => tuneImports.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<TuneRecordKind>().notNull(),
    tuneId: text('tune_id').notNull(),
    record: jsonb('record').$type<TuneRecord>().notNull(),
    raw: jsonb('raw').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.kind, table.tuneId] })],
);

/** What in TUNE an experiment was made from: a second import finds it here and makes nothing twice, unless the draft is gone. */
export const tuneSources = pgTable(
  'tune_sources',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    kind: text('kind').$type<TuneSourceKind>().notNull(),
    tuneId: text('tune_id').notNull(),
    experimentId: text('experiment_id')
      .notNull()
      .references(() => experiments.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** How it stood in TUNE when a person last took note of it. */
    facts: jsonb('facts').$type<Record<string, string>>().notNull(),
    /** Which of TUNE's creatives and URLs is which agent. */
    places: jsonb('places').$type<TunePlace[]>().notNull(),
    stance: jsonb('stance').$type<TuneStance>().notNull(),
    importedAt: instant('imported_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.kind, table.tuneId] }),
    uniqueIndex('tune_sources_by_experiment').on(table.experimentId),
  ],
);

/** Who decides on an imported link's clicks: still TUNE, we, or TUNE again. */
export const tuneLinks = pgTable(
  'tune_links',
  {
    linkId: text('link_id')
      .primaryKey()
      .references(() => links.id, { onDelete: 'cascade' }),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    sourceKind: text('source_kind').$type<TuneSourceKind>().notNull(),
    sourceId: text('source_id').notNull(),
    mode: text('mode').$type<TuneMode>().notNull(),
    state: text('state').$type<TuneLinkState>().notNull(),
    changedAt: instant('changed_at').notNull(),
    changedBy: text('changed_by').notNull(),
  },
  (table) => [index('tune_links_by_workspace').on(table.workspaceId, table.linkId)],
);

/** Reports of shadow routing: sums only, nothing of any visitor. */
export const tuneParityReports = pgTable(
  'tune_parity_reports',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    fileName: text('file_name').notNull(),
    report: jsonb('report').$type<TuneParity>().notNull(),
  },
  (table) => [index('tune_parity_by_time').on(table.workspaceId, table.createdAt.desc().nullsFirst())],
);

import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, serial, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ActorKind } from '../src/access.ts';
import type { AgentState } from '../src/agent.ts';
import type { LeftOutRelease } from '../src/edge.ts';
import type { ExperimentState, Mode, Objective, Optimization } from '../src/experiment.ts';
import type { BeforeTune, Link, LinkKind, Unit } from '../src/link.ts';
import type { OffCause } from '../src/page-health.ts';
import type { RedirectStatus, Release } from '../src/release.ts';
import type { AgentWeight, ReleaseCause } from '../src/release-history.ts';
import type { Rule } from '../src/rule.ts';
import { instant, wholeNumber } from './columns.ts';
import { workspaceHosts, workspaces } from './workspaces.ts';

export const experiments = pgTable(
  'experiments',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    number: serial('number').notNull(),
    name: text('name').notNull(),
    state: text('state').$type<ExperimentState>().notNull(),
    mode: text('mode').$type<Mode>().notNull(),
    objective: text('objective').$type<Objective>().notNull(),
    heldSince: instant('held_since'),
    holdReason: text('hold_reason'),
    currency: text('currency').notNull(),
    attributionWindowDays: integer('attribution_window_days').notNull(),
    fallbackUrl: text('fallback_url'),
    optimization: jsonb('optimization').$type<Optimization>().notNull(),
    /** Unsigned 32-bit seed of the bucket hash, fixed for life. */
    salt: wholeNumber('salt').notNull(),
    rules: jsonb('rules').$type<Rule[]>().notNull().default([]),
    /** In which rules read the hours of the week, and a cap's day begins. */
    timezone: text('timezone').notNull().default('UTC'),
    stickyDays: integer('sticky_days').notNull().default(0),
    redirectStatus: integer('redirect_status').$type<RedirectStatus>().notNull().default(302),
    dailyCap: integer('daily_cap'),
    /** Today's clicks have reached the cap (R10). */
    isCapped: boolean('is_capped').notNull().default(false),
    /** Agents whose page fails are off until it recovers (C8). */
    takesOutFailingPages: boolean('takes_out_failing_pages').notNull().default(false),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    startedAt: instant('started_at'),
  },
  (table) => [
    uniqueIndex('experiments_by_number').on(table.number),
    index('experiments_by_change').on(
      table.workspaceId,
      table.updatedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    // Ids rise with time, so this is the order of creation.
    index('experiments_by_creation').on(table.workspaceId, table.id),
    index('experiments_by_name').on(table.workspaceId, sql`lower(${table.name})`, table.id),
  ],
);

export const agents = pgTable(
  'agents',
  {
    id: text('id').primaryKey(),
    experimentId: text('experiment_id')
      .notNull()
      .references(() => experiments.id),
    number: integer('number').notNull(),
    name: text('name').notNull(),
    landingUrl: text('landing_url').notNull(),
    isControl: boolean('is_control').notNull().default(false),
    state: text('state').$type<AgentState>().notNull().default('on'),
    offCause: text('off_cause').$type<OffCause>(),
    weightBasisPoints: integer('weight_basis_points').notNull(),
    dailyCap: integer('daily_cap'),
    /** Today's clicks have reached the cap (R10). */
    isCapped: boolean('is_capped').notNull().default(false),
    tuneUrlId: text('tune_url_id'),
  },
  (table) => [
    uniqueIndex('agents_by_number').on(table.experimentId, table.number),
    // A page's URL may be longer than a tree takes, and is only ever asked for whole.
    index('agents_by_landing_url').using('hash', table.landingUrl),
  ],
);

export const links = pgTable(
  'links',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    experimentId: text('experiment_id')
      .notNull()
      .references(() => experiments.id),
    kind: text('kind').$type<LinkKind>().notNull(),
    value: text('value').notNull(),
    /** A host of the workspace; null: the deployment's own. */
    host: text('host').references(() => workspaceHosts.host),
    unit: text('unit').$type<Unit>().notNull(),
    beforeTune: jsonb('before_tune').$type<BeforeTune>(),
    deepLinkHosts: text('deep_link_hosts').array().notNull().default([]),
    presetQuery: text('preset_query').notNull().default(''),
    /** Where all its clicks go while it is handed back, and TUNE decides again. */
    handBackUrl: text('hand_back_url'),
    /** Whether its clicks are remembered by the browser, so that a conversion pixel can tell which was converted. */
    pixelCookie: boolean('pixel_cookie').notNull().default(false),
    /** Host, path and id in one, as the bundle holds it (`linkAddress`). */
    address: text('address').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('links_by_address').on(table.address),
    index('links_by_experiment').on(table.experimentId),
    index('links_by_creation').on(table.workspaceId, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('links_by_host').on(table.host),
  ],
);

/** Releases are immutable: rows are inserted and confirmed, never changed otherwise. */
export const releases = pgTable(
  'releases',
  {
    experimentId: text('experiment_id')
      .notNull()
      .references(() => experiments.id),
    number: integer('number').notNull(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    cause: text('cause').$type<ReleaseCause>().notNull(),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorName: text('actor_name').notNull(),
    reason: text('reason'),
    /** What an edit altered, in words. */
    summary: text('summary'),
    runId: text('run_id'),
    rollbackOf: integer('rollback_of'),
    weights: jsonb('weights').$type<AgentWeight[]>().notNull(),
    document: jsonb('document').$type<Release>().notNull(),
    /** The experiment's links at that time, which its clicks were decided by as well. Null for the earliest releases. */
    links: jsonb('links').$type<Link[]>(),
    publishedAt: instant('published_at').notNull(),
    /** When an edge was first seen to hold it. */
    confirmedAt: instant('confirmed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.experimentId, table.number] }),
    index('releases_by_time').on(table.experimentId, table.publishedAt),
    index('releases_unconfirmed').on(table.experimentId, table.number).where(sql`${table.confirmedAt} is null`),
  ],
);

/** The newest bundle of each shard, as signed. */
export const bundles = pgTable('bundles', {
  shard: integer('shard').primaryKey(),
  sequence: wholeNumber('sequence').notNull(),
  keyId: text('key_id').notNull(),
  payload: text('payload').notNull(),
  signature: text('signature').notNull(),
  issuedAt: instant('issued_at').notNull(),
  /** The newest sequence that the edge was seen to hold. */
  confirmedSequence: wholeNumber('confirmed_sequence'),
  confirmedAt: instant('confirmed_at'),
  /** Releases that found no room in it: edges keep the one they have of each. */
  leftOut: jsonb('left_out').$type<LeftOutRelease[]>().notNull().default([]),
});

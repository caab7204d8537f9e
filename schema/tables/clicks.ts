import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DecisionReason, KeySource } from '../src/click.ts';
import { bytes, instant, wholeNumber } from './columns.ts';

/** Every recorded click, once. What is stored of a visitor is exactly this (R24). */
export const clicks = pgTable(
  'clicks',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    clickedAt: instant('clicked_at').notNull(),
    storedAt: instant('stored_at').notNull(),
    edge: text('edge').notNull(),
    linkId: text('link_id'),
    experimentId: text('experiment_id'),
    agentId: text('agent_id'),
    releaseNumber: integer('release_number'),
    releaseAgeMs: wholeNumber('release_age_ms'),
    reason: text('reason').$type<DecisionReason>().notNull(),
    ruleId: text('rule_id'),
    propensityOwner: integer('propensity_owner'),
    propensitySurvivors: integer('propensity_survivors'),
    visitorId: text('visitor_id'),
    utmContent: text('utm_content').notNull(),
    keySource: text('key_source').$type<KeySource>().notNull(),
    offerId: text('offer_id'),
    affiliateId: text('affiliate_id'),
    source: text('source'),
    subs: text('subs').array().notNull(),
    transactionId: text('transaction_id'),
    affiliateClickId: text('affiliate_click_id'),
    country: text('country'),
    region: text('region'),
    deviceClass: text('device_class'),
    os: text('os'),
    browser: text('browser'),
    language: text('language'),
    referrerHost: text('referrer_host'),
    isBot: boolean('is_bot').notNull(),
    botReason: text('bot_reason'),
    addressHash: text('address_hash'),
  },
  (table) => [
    index('clicks_by_time').on(table.workspaceId, table.clickedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('clicks_by_experiment').on(
      table.experimentId,
      table.clickedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    // For an orphan's key that was cut off, or whose case was altered: never for joining.
    index('clicks_by_folded_key').on(sql`lower(left(${table.utmContent}, 64) collate "C")`),
  ],
);

/**
 * Every form of every `utm_content` under which a click can be found: raw, percent-decoded, form-decoded, duplicates.
 * The digest is the first 16 bytes of SHA-256, so that a key of any length has a place in the index.
 */
export const clickKeys = pgTable(
  'click_keys',
  {
    workspaceId: text('workspace_id').notNull(),
    keyDigest: bytes('key_digest').notNull(),
    clickId: text('click_id').notNull(),
    clickedAt: instant('clicked_at').notNull(),
    isBot: boolean('is_bot').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.keyDigest, table.clickId] }),
    // The newest click with a key, people's before bots' (C18), however many clicks share it.
    index('click_keys_by_time').on(
      table.workspaceId,
      table.keyDigest,
      table.isBot,
      table.clickedAt.desc().nullsFirst(),
      table.clickId.desc().nullsFirst(),
    ),
    // For what is too old: keys come in the order of time, so that a summary of each stretch of pages tells.
    index('click_keys_by_age').using('brin', table.clickedAt).with({ autosummarize: true }),
  ],
);

/** Clicks counted per agent, hour and release, kept up in the transaction that stores them: lists never scan clicks. */
export const agentHours = pgTable(
  'agent_hours',
  {
    experimentId: text('experiment_id').notNull(),
    agentId: text('agent_id').notNull(),
    hour: instant('hour').notNull(),
    releaseNumber: integer('release_number').notNull(),
    /** People's clicks that the split, or what a visitor keeps of it, gave to this agent: what is graded (R17). */
    clicks: integer('clicks').notNull(),
    /** People's clicks that a link or a rule sent to this agent. */
    directedClicks: integer('directed_clicks').notNull().default(0),
    botClicks: integer('bot_clicks').notNull(),
  },
  (table) => [primaryKey({ columns: [table.experimentId, table.hour, table.agentId, table.releaseNumber] })],
);

/** The same clicks per experiment and day of UTC: a page of experiments would have to add up tens of thousands of hours. */
export const experimentDays = pgTable(
  'experiment_days',
  {
    experimentId: text('experiment_id').notNull(),
    /** Midnight in UTC. */
    day: instant('day').notNull(),
    clicks: integer('clicks').notNull(),
    directedClicks: integer('directed_clicks').notNull(),
    botClicks: integer('bot_clicks').notNull(),
  },
  (table) => [primaryKey({ columns: [table.experimentId, table.day] })],
);

/** Clicks stored per router's books, counted up in the transaction that stores them, whatever becomes of them later. */
export const clickTallies = pgTable('click_tallies', {
  /** Of clicks that come without books: `edge:` and the edge's name. */
  ledgerId: text('ledger_id').primaryKey(),
  edge: text('edge').notNull(),
  stored: wholeNumber('stored').notNull(),
  lastStoredAt: instant('last_stored_at').notNull(),
});

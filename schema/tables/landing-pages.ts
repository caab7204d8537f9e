import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { PageFinding, PageState } from '../src/page-health.ts';
import { bytes, instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** Hosts that a workspace's landing pages may stand on (C8): `www.example.com`, or `*.example.com`. None: any public one. */
export const landingHosts = pgTable(
  'landing_hosts',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    host: text('host').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.host] })],
);

/** What the checker knows of each distinct landing page of a workspace, and when it looks again. */
export const pageChecks = pgTable(
  'page_checks',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    /** SHA-256 of the URL, so that one of any length has a place in the index. */
    urlDigest: bytes('url_digest').notNull(),
    /** With its macros, as agents name it. */
    url: text('url').notNull(),
    state: text('state').$type<PageState>().notNull().default('unchecked'),
    stateSince: instant('state_since').notNull(),
    /** Checks in a row that say otherwise than the state. */
    contradictions: integer('contradictions').notNull().default(0),
    findings: jsonb('findings').$type<PageFinding[]>().notNull().default([]),
    status: integer('status'),
    tookMs: integer('took_ms'),
    redirects: integer('redirects'),
    finalUrl: text('final_url'),
    checkedAt: instant('checked_at'),
    /** When it last answered anything at all. */
    answeredAt: instant('answered_at'),
    nextCheckAt: instant('next_check_at').notNull(),
    /** Until then a process is checking it, and no other does. */
    leasedUntil: instant('claimed_until'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.urlDigest] }),
    index('page_checks_due').on(table.nextCheckAt),
    index('page_checks_answered').on(table.answeredAt),
  ],
);

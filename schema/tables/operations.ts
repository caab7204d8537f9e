import { sql } from 'drizzle-orm';
import { bigserial, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ActorKind } from '../src/access.ts';
import type { EdgeDrift } from '../src/edge.ts';
import type { EdgeState } from '../src/release.ts';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** Which release is to be brought to the edges. */
export interface ReleasePayload {
  releaseNumber: number;
  /** Where the experiment was to be found before: edges must learn that it is there no more. */
  formerAddresses?: readonly string[];
}

/** What must follow from a change, written in the change's transaction and delivered until done, in order per experiment. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    experimentId: text('experiment_id').notNull(),
    type: text('type').$type<'release.publish'>().notNull(),
    payload: jsonb('payload').$type<ReleasePayload>().notNull(),
    createdAt: instant('created_at').notNull(),
    deliveredAt: instant('delivered_at'),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    lastError: text('last_error'),
  },
  // Only what waits: what was delivered is never looked for again.
  (table) => [index('outbox_waiting').on(table.experimentId, table.id).where(sql`${table.deliveredAt} is null`)],
);

/** Answers to creates that carried an Idempotency-Key, so that a repeat answers as the first did. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: text('workspace_id').notNull(),
    key: text('key').notNull(),
    requestSha256: text('request_sha256').notNull(),
    status: integer('status').notNull(),
    response: jsonb('response').$type<{ sealed: string }>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.key] })],
);

/** Append-only: a trigger refuses to change or delete a row. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    at: instant('at').notNull(),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorId: text('actor_id'),
    actorName: text('actor_name').notNull(),
    action: text('action').notNull(),
    objectId: text('object_id').notNull(),
    objectName: text('object_name'),
    reason: text('reason'),
    before: jsonb('before'),
    after: jsonb('after'),
    requestId: text('request_id'),
  },
  (table) => [
    index('audit_by_time').on(table.workspaceId, table.at.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('audit_by_object').on(table.objectId, table.at.desc().nullsFirst()),
    index('audit_by_actor').on(
      table.workspaceId,
      table.actorId,
      table.at.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('audit_by_action').on(
      table.workspaceId,
      table.action,
      table.at.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

/** What each edge was last seen to hold. */
export const edges = pgTable('edges', {
  name: text('name').primaryKey(),
  state: jsonb('state').$type<EdgeState>().notNull(),
  seenAt: instant('seen_at').notNull(),
  /** Since when it has lacked a bundle; null while it lacks none. */
  behindSince: instant('behind_since'),
  /** When it was last found to hold less than it had said before, as after its disk was restored. */
  drift: jsonb('drift').$type<EdgeDrift>(),
});

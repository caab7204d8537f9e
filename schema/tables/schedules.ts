import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { FireOutcome, ScheduleDrift, ScheduleKind } from '../src/schedule.ts';
import { instant } from './columns.ts';
import { experiments } from './experiments.ts';
import { workspaces } from './workspaces.ts';

/** What is to happen to an experiment, and when. The embedded scheduler fires from here; another one is made to agree. */
export const schedules = pgTable(
  'schedules',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    experimentId: text('experiment_id')
      .notNull()
      .references(() => experiments.id),
    kind: text('kind').$type<ScheduleKind>().notNull(),
    expression: text('expression').notNull(),
    timezone: text('timezone').notNull(),
    /** The phase of a rate: fires come at whole steps after it. */
    startsAt: instant('starts_at').notNull(),
    isEnabled: boolean('is_enabled').notNull(),
    nextFireAt: instant('next_fire_at'),
    lastFireAt: instant('last_fire_at'),
    /** Goes up with whatever the scheduler has to learn. */
    revision: integer('revision').notNull().default(1),
    /** The newest revision that the scheduler took. */
    appliedRevision: integer('applied_revision'),
    appliedAt: instant('applied_at'),
    /** When it was last compared with what the scheduler holds. */
    checkedAt: instant('checked_at'),
    /** The newest difference that was found. */
    drift: jsonb('drift').$type<ScheduleDrift>(),
  },
  (table) => [
    uniqueIndex('schedules_by_experiment').on(table.experimentId, table.kind),
    index('schedules_by_next_fire').on(table.nextFireAt),
    index('schedules_by_check').on(table.checkedAt.asc().nullsFirst()),
  ],
);

/**
 * The schedules that the scheduler has yet to learn of, each once however often it changed: written in the change's own
 * transaction (C6), and taken out when it is done. Outlives its schedule, which may have been deleted.
 */
export const scheduleOutbox = pgTable(
  'schedule_outbox',
  {
    experimentId: text('experiment_id').notNull(),
    kind: text('kind').$type<ScheduleKind>().notNull(),
    /** Goes up with every request: one that came while the former was carried out is not lost. */
    version: integer('version').notNull().default(1),
    /** Since when something waits. */
    createdAt: instant('created_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    /** Until then one process carries it out, and the others leave it alone. */
    leasedUntil: instant('leased_until'),
    lastError: text('last_error'),
  },
  (table) => [
    primaryKey({ columns: [table.experimentId, table.kind] }),
    index('schedule_outbox_due').on(table.nextAttemptAt),
  ],
);

/** Every fire that came in, once, and what it did: the row that makes many deliveries one effect (C11). */
export const scheduleFires = pgTable(
  'schedule_fires',
  {
    experimentId: text('experiment_id').notNull(),
    kind: text('kind').$type<ScheduleKind>().notNull(),
    scheduledFor: instant('scheduled_for').notNull(),
    workspaceId: text('workspace_id').notNull(),
    outcome: text('outcome').$type<FireOutcome>().notNull(),
    /** Why it changed nothing, in words. */
    detail: text('detail'),
    scheduleArn: text('schedule_arn').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.experimentId, table.kind, table.scheduledFor] }),
    index('schedule_fires_by_receipt').on(table.receivedAt),
  ],
);

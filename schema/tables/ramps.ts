import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ActorKind } from '../src/access.ts';
import type { RampBreach, RampState, RampStop } from '../src/ramp.ts';
import type { AgentWeight } from '../src/release-history.ts';
import { instant } from './columns.ts';
import { experiments } from './experiments.ts';
import { workspaces } from './workspaces.ts';

/** Weight changes that are spread over steps (C9). */
export const ramps = pgTable(
  'ramps',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    experimentId: text('experiment_id')
      .notNull()
      .references(() => experiments.id),
    state: text('state').$type<RampState>().notNull(),
    /** The release in force before the first step: what a return brings back. */
    startReleaseNumber: integer('start_release_number').notNull(),
    startWeights: jsonb('start_weights').$type<AgentWeight[]>().notNull(),
    targetWeights: jsonb('target_weights').$type<AgentWeight[]>().notNull(),
    /** As the newest step left them: others mean that somebody else has changed the split. */
    currentWeights: jsonb('current_weights').$type<AgentWeight[]>().notNull(),
    /** Of the newest step. */
    releaseNumber: integer('release_number').notNull(),
    stepBasisPoints: integer('step_basis_points').notNull(),
    intervalMinutes: integer('interval_minutes').notNull(),
    stepsTaken: integer('steps_taken').notNull(),
    stepsTotal: integer('steps_total').notNull(),
    onBreach: text('on_breach').$type<RampBreach>().notNull(),
    holdAfter: boolean('hold_after').notNull(),
    /** When the newest step was taken; when a paused one went on. */
    steppedAt: instant('stepped_at').notNull(),
    nextStepAt: instant('next_step_at'),
    reason: text('reason').notNull(),
    actorKind: text('actor_kind').$type<ActorKind>().notNull(),
    actorName: text('actor_name').notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    stop: text('stop').$type<RampStop>(),
    stopDetail: text('stop_detail'),
    isReturned: boolean('is_returned').notNull().default(false),
  },
  (table) => [
    // One at a time: two would pull at the same weights.
    uniqueIndex('ramps_under_way').on(table.experimentId).where(sql`${table.state} in ('running', 'paused')`),
    index('ramps_by_experiment').on(
      table.experimentId,
      table.startedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

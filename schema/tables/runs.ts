import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { AgentWeight } from '../src/release-history.ts';
import type { Histories, Proposal, RunState, RunTrigger } from '../src/run.ts';
import { instant, wholeNumber } from './columns.ts';
import { experiments } from './experiments.ts';
import { workspaces } from './workspaces.ts';

/** Grading runs, and the queue of them: a worker leases a waiting row, and loses it when the lease runs out. */
export const runs = pgTable(
  'runs',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    experimentId: text('experiment_id')
      .notNull()
      .references(() => experiments.id),
    trigger: text('trigger').$type<RunTrigger>().notNull(),
    scheduledFor: instant('scheduled_for').notNull(),
    state: text('state').$type<RunState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    availableAt: instant('available_at').notNull(),
    leaseId: text('lease_id'),
    leasedUntil: instant('leased_until'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    /** The very input that was graded, so that the run can be computed again (W7). */
    histories: jsonb('histories').$type<Histories>(),
    /**
     * Which standings of events that input was made of: those up to a place, as far as this snapshot (`pg_snapshot`) saw
     * them. A snapshot means something in its own cluster only, so that what it did not see is listed as soon as all
     * transactions have ended that were under way. Null: of before standings were kept, or not graded yet.
     */
    knownUpTo: wholeNumber('known_up_to'),
    knownSnapshot: text('known_snapshot'),
    knownWithout: bigint('known_without', { mode: 'number' }).array(),
    proposal: jsonb('proposal').$type<Proposal>(),
    oldSplit: jsonb('old_split').$type<AgentWeight[]>(),
    newSplit: jsonb('new_split').$type<AgentWeight[]>(),
    releaseNumber: integer('release_number'),
    detail: text('detail'),
    /** Of the request that asked for it; null where a schedule did. */
    requestId: text('request_id'),
  },
  (table) => [
    // However often a fire is delivered, it has one effect (C11).
    uniqueIndex('runs_by_fire').on(table.experimentId, table.trigger, table.scheduledFor),
    index('runs_unresolved')
      .on(table.experimentId)
      .where(sql`${table.knownSnapshot} is not null and ${table.knownWithout} is null`),
    index('runs_waiting').on(table.state, table.availableAt),
    index('runs_by_experiment').on(
      table.experimentId,
      table.scheduledFor.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

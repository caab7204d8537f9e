import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { ActorKind } from '../src/access.ts';
import type { FieldChange } from '../src/field-change.ts';
import type { ProposableAction, ProposedChangeState } from '../src/proposed-change.ts';
import { instant } from './columns.ts';
import { experiments } from './experiments.ts';
import { workspaces } from './workspaces.ts';

/** The request that is to be made, by its endpoint's own shape. */
export interface ProposedRequest {
  params: Record<string, string>;
  body: unknown;
}

/** Changes of live experiments that wait for a second person, and what became of them (C9). */
export const proposedChanges = pgTable(
  'proposed_changes',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    experimentId: text('experiment_id')
      .notNull()
      .references(() => experiments.id),
    action: text('action').$type<ProposableAction>().notNull(),
    request: jsonb('request').$type<ProposedRequest>().notNull(),
    reason: text('reason').notNull(),
    state: text('state').$type<ProposedChangeState>().notNull(),
    changes: jsonb('changes').$type<FieldChange[]>().notNull(),
    basedOnVersion: integer('based_on_version').notNull(),
    proposedByKind: text('proposed_by_kind').$type<ActorKind>().notNull(),
    proposedById: text('proposed_by_id'),
    proposedByName: text('proposed_by_name').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    decidedByKind: text('decided_by_kind').$type<ActorKind>(),
    decidedById: text('decided_by_id'),
    decidedByName: text('decided_by_name'),
    decidedAt: instant('decided_at'),
    decisionNote: text('decision_note'),
  },
  (table) => [
    index('proposed_changes_by_time').on(
      table.workspaceId,
      table.proposedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index('proposed_changes_by_experiment').on(
      table.experimentId,
      table.proposedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

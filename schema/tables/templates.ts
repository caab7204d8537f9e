import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ExperimentContent } from '../src/template.ts';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** A workspace's own starting points for experiments. */
export const templates = pgTable(
  'templates',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    content: jsonb('content').$type<ExperimentContent>().notNull(),
    createdBy: text('created_by').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('templates_by_name').on(table.workspaceId, sql`lower(${table.name})`),
    index('templates_by_change').on(
      table.workspaceId,
      table.updatedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
  ],
);

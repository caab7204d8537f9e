import { sql } from 'drizzle-orm';
import { check, date, index, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { workspaces } from './workspaces.ts';

/** What one unit of a currency was worth in another on a day (UTC), as a workspace has it. */
export const exchangeRates = pgTable(
  'exchange_rates',
  {
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    fromCurrency: text('from_currency').notNull(),
    toCurrency: text('to_currency').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    rate: numeric('rate', { precision: 24, scale: 12 }).notNull(),
    changedAt: instant('changed_at').notNull(),
    changedByName: text('changed_by_name').notNull(),
    /**
     * What is still to be done for it: `settle` counts amounts that waited, `resettle` counts again those that were
     * counted with another rate, because a person asked for it. Null: nothing.
     */
    due: text('due').$type<'settle' | 'resettle'>(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.fromCurrency, table.toCurrency, table.day] }),
    index('exchange_rates_due').on(table.changedAt).where(sql`${table.due} is not null`),
    check('exchange_rates_positive', sql`${table.rate} > 0`),
    check('exchange_rates_differ', sql`${table.fromCurrency} <> ${table.toCurrency}`),
  ],
);

import { boolean, inet, integer, pgTable, serial, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/** Ranges do not overlap, so an address is in the one that begins last before it, or in none. */
const range = {
  first: inet('first').notNull(),
  last: inet('last').notNull(),
  country: text('country'),
  region: text('region'),
  city: text('city'),
  /** Who runs it, such as `AS64500 Example Net`. */
  network: text('network'),
  /** Known to be a data centre; null where the data does not say. */
  isHosting: boolean('is_hosting'),
};

/** Where addresses are (C13), of the deployment as a whole. */
export const ipRanges = pgTable('ip_ranges', range, (table) => [uniqueIndex('ip_ranges_by_first').on(table.first)]);

/** What an import fills while the other is asked; then the two change names. Empty in between. */
export const ipRangesSpare = pgTable('ip_ranges_spare', range, (table) => [
  uniqueIndex('ip_ranges_spare_by_first').on(table.first),
]);

/** What was imported and when; the newest is what `ip_ranges` holds. */
export const ipImports = pgTable('ip_imports', {
  id: serial('id').primaryKey(),
  source: text('source').notNull(),
  licence: text('licence').notNull(),
  /** As whoever made the data dates it. */
  dataDate: text('data_date').notNull(),
  files: text('files').array().notNull(),
  ranges: integer('ranges').notNull(),
  importedAt: instant('imported_at').notNull(),
});

import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { PageKey } from '../http/page.ts';

/** What comes after a place in a list that is sorted by time and id, newest first. An index on both serves it. */
export const isAfter = (time: AnyPgColumn, id: AnyPgColumn, after: PageKey | null): SQL | undefined =>
  after === null ? undefined : sql`(${time}, ${id}) < (${new Date(after.at).toISOString()}::timestamptz, ${after.id})`;

/** Of a stretch of time: from its first moment on, and before its last. */
export function isWithin(time: AnyPgColumn, { from, to }: TimeRange): SQL | undefined {
  const parts: SQL[] = [];
  if (from !== undefined) parts.push(sql`${time} >= ${from}::timestamptz`);
  if (to !== undefined) parts.push(sql`${time} < ${to}::timestamptz`);
  return parts.length > 0 ? sql.join(parts, sql` and `) : undefined;
}

/** As the API has it: RFC 3339. */
export interface TimeRange {
  from?: string | undefined;
  to?: string | undefined;
}

/** Any text that has this one within it, as `ilike` wants it. */
export const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** An order of a list by one value and then by id, both in one direction, as one index has it. */
export interface ListOrder {
  value: SQLWrapper;
  id: AnyPgColumn;
  direction: 'ascending' | 'descending';
  /** The type of `value`. */
  type: 'timestamptz' | 'text';
}

export const inOrder = ({ value, id, direction }: ListOrder): SQL[] =>
  direction === 'ascending' ? [asc(value), asc(id)] : [desc(value), desc(id)];

/** What comes after a place in that order. */
export function isBeyond({ value, id, direction, type }: ListOrder, after: PageKey<number | string> | null) {
  if (after === null) return undefined;
  const at = typeof after.at === 'number' ? new Date(after.at).toISOString() : after.at;
  const than = sql.raw(direction === 'ascending' ? '>' : '<');
  return sql`(${value}, ${id}) ${than} (${at}::${sql.raw(type)}, ${after.id})`;
}

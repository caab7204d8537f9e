import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { PageKey } from '../http/page.ts';

/** What comes after a place in a list that is sorted by time and id, newest first. An index on both serves it. */
export const isAfter = (time: AnyPgColumn, id: AnyPgColumn, after: PageKey | null): SQL | undefined =>
  after === null ? undefined : sql`(${time}, ${id}) < (${new Date(after.at).toISOString()}::timestamptz, ${after.id})`;

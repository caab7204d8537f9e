import type { Instant } from '@alyson/schema';
import { isNull, lte, or, type SQL } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';

/**
 * How long a process has a row to itself, by the row's column `leasedUntil`, while it works on it outside any transaction. One
 * that dies loses its rows to the others when its lease ends.
 */
export interface Lease {
  now: Date;
  until: Date;
}

export const leaseFrom = (now: Instant, lengthMs: number): Lease => ({
  now: new Date(now),
  until: new Date(now + lengthMs),
});

/** Whether nobody has the row. */
export const isFree = (leasedUntil: AnyPgColumn, { now }: Lease): SQL | undefined =>
  or(isNull(leasedUntil), lte(leasedUntil, now));

/** How rows to lease are locked while they are looked for: what another process is just taking is passed over. */
export const PASSING_OVER = { skipLocked: true } as const;

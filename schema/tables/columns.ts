import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/*
 * Descending columns of an index say `.nullsFirst()`, as `order by … desc` does by itself: an index that puts nulls last
 * serves no such order, even where the column has no nulls.
 */

/** A moment, read and written as a Date; the database keeps it in UTC. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** Micro-units of money, or another whole number beyond 32 bits that stays a safe integer. */
export const wholeNumber = (name: string) => bigint(name, { mode: 'number' });

/** Raw bytes. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

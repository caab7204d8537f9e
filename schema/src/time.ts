import * as z from 'zod';

/** A moment in code and in messages between our own parts: milliseconds since 1970-01-01 UTC. */
export type Instant = number;

/** Up to the year 9999, where RFC 3339 ends. */
export const InstantMs = z.int().min(0).max(253_402_300_799_999);

/** A moment as the API writes it: RFC 3339 in UTC, e.g. `2026-11-22T16:04:05.123Z`. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/** Writes an instant as the API's timestamp. */
export const toTimestamp = (instant: Instant): string => new Date(instant).toISOString();

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

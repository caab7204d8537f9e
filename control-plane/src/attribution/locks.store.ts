import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { NameOfBuyer } from '../domain/settle-events.ts';
import type { Database } from '../io/database.ts';

/*
 * Who must not work side by side, as advisory locks until the end of the transaction. Everybody takes them in the order
 * of this file, and those of one kind in rising order, so that nobody waits in a circle.
 *
 *   keys    a click that brings a key, and an event that found no click for it, would miss each other
 *   leads   events of one lead: the place of each depends on the others
 *   sales   events of one sale: the same for their money
 */
const KEYS = 0x616c6b01;
const LEADS = 0x616c6b02;
const SALES = 0x616c6b03;

/** Few enough that a delivery of a thousand clicks stays far below the server's limit of locks. */
const KEY_STRIPES = 64;

/** For those who bring clicks: many at once, but none beside an event that waits for one of these keys. */
export async function lockKeysOfClicks(tx: Database, digests: readonly Uint8Array[]): Promise<void> {
  const stripes = ascending(digests.map(stripeOf));
  await tx.execute(
    sql`select pg_advisory_xact_lock_shared(${KEYS}, stripe) from unnest(${sql.param(stripes)}::int[]) as stripe`,
  );
}

/** For events that found no click: one look more under these locks is the last word. */
export async function lockKeysOfEvents(tx: Database, digests: readonly Uint8Array[]): Promise<void> {
  const stripes = ascending(digests.map(stripeOf));
  await tx.execute(
    sql`select pg_advisory_xact_lock(${KEYS}, stripe) from unnest(${sql.param(stripes)}::int[]) as stripe`,
  );
}

/**
 * Waits until the clicks that were being stored with one of these keys are there. Who has stored an event before is sure
 * then: it finds such a click, or the click finds it. In a transaction of its own, so that new clicks hardly wait.
 */
export async function waitForClicks(tx: Database, digests: readonly Uint8Array[]): Promise<void> {
  const stripes = ascending(digests.map(stripeOf));
  await tx.execute(
    sql`select pg_advisory_xact_lock(${KEYS}, stripe) from unnest(${sql.param(stripes)}::int[]) as stripe`,
  );
}

export const lockLeads = (tx: Database, leads: readonly NameOfBuyer[]): Promise<void> => lockNames(tx, LEADS, leads);

export const lockSales = (tx: Database, sales: readonly NameOfBuyer[]): Promise<void> => lockNames(tx, SALES, sales);

async function lockNames(tx: Database, space: number, names: readonly NameOfBuyer[]): Promise<void> {
  if (names.length === 0) return;
  const keys = ascending(
    names.map(({ buyerId, name }) => createHash('sha256').update(`${buyerId}\n${name}`).digest().readInt32BE()),
  );
  await tx.execute(sql`select pg_advisory_xact_lock(${space}, key) from unnest(${sql.param(keys)}::int[]) as key`);
}

const stripeOf = (digest: Uint8Array): number => (digest[0] ?? 0) % KEY_STRIPES;

const ascending = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);

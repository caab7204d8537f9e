import { rateDayOf } from '@alyson/schema';
import type { GivenRate } from '../domain/convert-amount.ts';
import { currencyOf } from '../domain/settle-events.ts';
import type { Tx } from '../io/database.ts';
import type { StoredEvent } from './events.store.ts';
import { findRates } from './rates.store.ts';

/**
 * Which rates amounts count with, where they are in another currency than their experiment's (C19): the newest on or before
 * the day of the event. One that was given stays, as a click does, until somebody has amounts counted again.
 *
 * @param events  as they stand now
 * @param anew    ids of events whose rate is looked for again
 * @returns by event id; with `rate` null for amounts that wait
 */
export async function giveRates(
  tx: Tx,
  events: readonly StoredEvent[],
  anew: ReadonlySet<string>,
): Promise<Map<string, GivenRate>> {
  const rates = new Map<string, GivenRate>();
  const missing: { id: string; workspaceId: string; from: string; to: string; day: string }[] = [];
  for (const event of events) {
    const { id, workspaceId, occurredAt, currency: from, rate: given } = event;
    const to = currencyOf(event.placement);
    if (event.amountMicros === null || event.kind === 'reversal' || from === null || to === null || from === to)
      continue;
    if (given?.to === to && given.rate !== null && !anew.has(id)) rates.set(id, given);
    else missing.push({ id, workspaceId, from, to, day: rateDayOf(occurredAt) });
  }
  if (missing.length === 0) return rates;
  const found = await findRates(tx, missing);
  for (const [index, { id, to }] of missing.entries())
    rates.set(id, { to, rate: found[index]?.rate ?? null, day: found[index]?.day ?? null });
  return rates;
}

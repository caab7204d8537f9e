import type { Instant } from '@alyson/schema';

/** A sale, or a later change of it. */
export interface SaleEvent {
  id: string;
  kind: 'sale' | 'adjustment' | 'reversal';
  eventId: string;
  occurredAt: Instant;
  /** A reversal takes back the whole sale, whatever amount it carries. */
  amountMicros: number | null;
  currency: string | null;
}

/**
 * What each event of one sale adds to revenue: the sale and its adjustments their amounts, the first reversal what
 * brings the sum to 0 (C19). A fold over the set: order and repeats make no difference (C14).
 *
 * @param events    all known events of one sale
 * @param currency  of the experiment; null while the sale has none
 * @returns micro-units by the event's id; null for what adds nothing: everything while the sale is not there or is in
 *   another currency, and adjustments in another currency
 */
export function foldSale(events: Iterable<SaleEvent>, currency: string | null): Map<string, number | null> {
  const set = [...new Map([...events].map((event) => [event.id, event])).values()].sort(byTime);
  const effects = new Map<string, number | null>(set.map((event) => [event.id, null]));
  if (currency === null || !set.some((event) => event.kind === 'sale' && event.currency === currency)) return effects;

  let net = 0;
  for (const event of set) {
    if (event.kind === 'reversal' || event.currency !== currency) continue;
    effects.set(event.id, event.amountMicros);
    net += event.amountMicros ?? 0;
  }
  for (const event of set) {
    if (event.kind !== 'reversal') continue;
    effects.set(event.id, 0 - net);
    net = 0;
  }
  return effects;
}

const byTime = (a: SaleEvent, b: SaleEvent): number => a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1);

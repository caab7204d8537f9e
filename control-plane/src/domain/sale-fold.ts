import type { Instant } from '@alyson/schema';

/** A sale, or a later change of it. */
export interface SaleEvent {
  id: string;
  kind: 'sale' | 'adjustment' | 'reversal';
  eventId: string;
  occurredAt: Instant;
  /**
   * Its amount in the experiment's currency, micro-units; null while that cannot be said. A reversal takes back the whole
   * sale, whatever amount it carries.
   */
  worthMicros: number | null;
}

/**
 * What each event of one sale adds to revenue: the sale and its adjustments their amounts, the first reversal what
 * brings the sum to 0 (C19). A fold over the set: order and repeats make no difference (C14).
 *
 * @param events  all known events of one sale
 * @returns micro-units by the event's id; null for what adds nothing: adjustments whose worth cannot be said, and
 *   everything while the sale is not there, or its own cannot
 */
export function foldSale(events: Iterable<SaleEvent>): Map<string, number | null> {
  const set = [...new Map([...events].map((event) => [event.id, event])).values()].sort(byTime);
  const effects = new Map<string, number | null>(set.map((event) => [event.id, null]));
  if (!set.some((event) => event.kind === 'sale' && event.worthMicros !== null)) return effects;

  let net = 0;
  for (const { id, kind, worthMicros } of set) {
    if (kind === 'reversal') continue;
    effects.set(id, worthMicros);
    net += worthMicros ?? 0;
  }
  for (const { id, kind } of set) {
    if (kind !== 'reversal') continue;
    effects.set(id, 0 - net);
    net = 0;
  }
  return effects;
}

const byTime = (a: SaleEvent, b: SaleEvent): number => a.occurredAt - b.occurredAt || (a.eventId < b.eventId ? -1 : 1);

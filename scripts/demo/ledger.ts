/** What the demo has sent and seen: one half of the comparison at its end. */
import { type PageStep, parseAmountMicros, type ReportedEvent } from '@alyson/schema';
import type { Manner } from './plan-reports.ts';
import type { VisitKind } from './visits.ts';

export interface Ledger {
  /** Requests that were answered with a redirect, by kind. */
  visits: Record<VisitKind, number>;
  /** Addresses that were checked byte by byte. */
  landings: number;
  /** Steps of clicks, each once. */
  steps: Record<PageStep, number>;
  /** Events that belong to a click, each once. */
  events: Record<ReportedEvent['type'], number>;
  /** Of these, the leads that were reported before their click. */
  early: number;
  duplicates: number;
  rejected: number;
  orphans: number;
  /** What must not happen, in words. */
  faults: string[];
  /** Takes note of a report that was answered as it should be. */
  note(event: ReportedEvent, manner: Manner): void;
  /** Net of adjustments and reversals. */
  revenueMicros(): number;
}

export function openLedger(): Ledger {
  const sales = new Map<string, { micros: number; isReversed: boolean }>();
  const saleOf = (id: string) => {
    const sale = sales.get(id) ?? { micros: 0, isReversed: false };
    sales.set(id, sale);
    return sale;
  };
  return {
    visits: { person: 0, bot: 0, look: 0 },
    landings: 0,
    steps: { viewed: 0, quiz_started: 0, quiz_submitted: 0 },
    events: { lead: 0, sale: 0, adjustment: 0, reversal: 0 },
    early: 0,
    duplicates: 0,
    rejected: 0,
    orphans: 0,
    faults: [],
    note(event, manner) {
      switch (manner) {
        case 'forged':
        case 'stale':
          this.rejected += 1;
          return;
        case 'unknown':
          this.orphans += 1;
          return;
        case 'resent':
        case 'repeated':
          this.duplicates += 1;
          break;
        case 'once':
          break;
        default:
          manner satisfies never;
      }
      this.events[event.type] += 1;
      if (event.type === 'lead') return;
      const sale = saleOf(event.refers_to ?? event.event_id);
      if (event.type === 'reversal') sale.isReversed = true;
      else sale.micros += parseAmountMicros(String(event.amount)) ?? 0;
    },
    revenueMicros() {
      let sum = 0;
      for (const { micros, isReversed } of sales.values()) if (!isReversed) sum += micros;
      return sum;
    },
  };
}

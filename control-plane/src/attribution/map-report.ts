import {
  type BuyerEventKind,
  type FieldProblem,
  type Instant,
  MICROS_PER_UNIT,
  parseAmountMicros,
  type ReportedEvent,
} from '@alyson/schema';
import { SKEW_MS } from '../domain/attribution.ts';

/** A buyer's report as an event of ours, before it has a click. */
export interface BuyerEventDraft {
  kind: BuyerEventKind;
  eventId: string;
  /** The lead it belongs to; a lead that names none is named by its own `event_id`. */
  leadId: string | null;
  refersTo: string | null;
  /** What the buyer calls this step; absent where it names none. */
  goal?: string | null;
  utmContent: string | null;
  amountMicros: number | null;
  currency: string | null;
  occurredAt: Instant;
}

/** No lead is worth more: an amount beyond it was sent in cents, or in another unit altogether. */
const LARGEST_AMOUNT_MICROS = 10_000_000 * MICROS_PER_UNIT;

/** Before this nobody reported anything: such dates are a program's idea of "none" (year 1, 1970). */
const EARLIEST = Date.UTC(2000, 0, 1);

/**
 * Reads a reported event.
 *
 * @param receivedAt  epoch ms; serves where the buyer's own time is missing or cannot be one (C18)
 * @returns the event, or what to correct in the report, by JSON pointer
 */
export function mapReport(
  report: ReportedEvent,
  receivedAt: Instant,
): { ok: true; event: BuyerEventDraft } | { ok: false; errors: FieldProblem[] } {
  const amount = report.amount === undefined ? null : readAmount(String(report.amount), report.type);
  const errors = [
    ...findUnusableNames(report),
    ...(typeof amount === 'string' ? [{ pointer: '#/amount', detail: amount }] : []),
  ];
  if (errors.length > 0 || typeof amount === 'string') return { ok: false, errors };
  return {
    ok: true,
    event: {
      kind: report.type,
      eventId: report.event_id,
      leadId: report.lead_id ?? (report.type === 'lead' ? report.event_id : null),
      refersTo: report.refers_to ?? null,
      utmContent: report.utm_content ?? null,
      amountMicros: amount,
      currency: report.currency ?? null,
      occurredAt: readOccurredAt(report.occurred_at, receivedAt),
    },
  };
}

/** @returns micro-units, or what is wrong with the amount */
function readAmount(text: string, kind: BuyerEventKind): number | string {
  const amountMicros = parseAmountMicros(text);
  if (amountMicros === null) return 'must be a decimal in major units with six decimals at most, such as "10.99"';
  if (Math.abs(amountMicros) > LARGEST_AMOUNT_MICROS)
    return 'is more than 10 million; amounts are in major units, such as dollars, not in cents';
  if (amountMicros < 0 && (kind === 'lead' || kind === 'sale'))
    return 'must not be negative; report an adjustment or a reversal of the sale instead';
  return amountMicros;
}

/** Ids must come back as they went in, and the database cannot keep every character. */
function findUnusableNames(report: ReportedEvent): FieldProblem[] {
  return (['event_id', 'lead_id', 'refers_to'] as const)
    .filter((field) => report[field]?.includes('\0') || report[field]?.isWellFormed() === false)
    .map((field) => ({ pointer: `#/${field}`, detail: 'must not hold U+0000 or half a surrogate pair' }));
}

/** Only a date with time and offset says when something was; and nothing happened after it was reported. */
function readOccurredAt(text: string | undefined, receivedAt: Instant): Instant {
  const isWhole = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(text ?? '');
  const instant = isWhole ? Date.parse((text ?? '').toUpperCase()) : Number.NaN;
  return instant >= EARLIEST && instant <= receivedAt + SKEW_MS ? instant : receivedAt;
}

import {
  BuyerEventKind,
  Currency,
  type Instant,
  type MAPPED_FIELDS,
  MICROS_PER_UNIT,
  parseAmountMicros,
} from '@alyson/schema';
import { SKEW_MS } from '../domain/attribution.ts';
import { toStorableText } from '../domain/storable-text.ts';
import { LONGEST_ID } from './name-conversion.ts';

/** A buyer's report as an event of ours, before it has a click. */
export interface BuyerEventDraft {
  kind: BuyerEventKind;
  eventId: string;
  /** The lead it belongs to; a lead that names none is named by its own `event_id`. */
  leadId: string | null;
  refersTo: string | null;
  /** What the buyer calls this step; null where it names none. */
  goal: string | null;
  utmContent: string | null;
  amountMicros: number | null;
  currency: string | null;
  occurredAt: Instant;
}

/** No lead is worth more: an amount beyond it was sent in cents, or in another unit altogether. */
const LARGEST_AMOUNT_MICROS = 10_000_000 * MICROS_PER_UNIT;

/** Before this nobody reported anything: such dates are a program's idea of "none" (year 1, 1970). */
const EARLIEST = Date.UTC(2000, 0, 1);

/** What a report says of one event, as text; null where it says nothing. */
export type ReportedFields = Readonly<Record<ReportedField, string | null>>;
export type ReportedField = (typeof MAPPED_FIELDS)[number];

/** What to correct in a field. */
export interface FieldFault {
  field: ReportedField;
  detail: string;
}

/**
 * Reads a reported event.
 *
 * @param receivedAt  epoch ms; serves where the buyer's own time is missing or cannot be one (C18)
 * @returns the event, or each field at fault
 */
export function mapReport(
  report: ReportedFields,
  receivedAt: Instant,
): { ok: true; event: BuyerEventDraft } | { ok: false; errors: FieldFault[] } {
  const { success, data: kind } = BuyerEventKind.safeParse(report.kind);
  const errors = findUnusableTexts(report);
  if (!success) {
    const detail = report.kind === null ? 'is missing' : `must be one of: ${BuyerEventKind.options.join(', ')}`;
    return { ok: false, errors: [{ field: 'kind', detail }, ...errors] };
  }
  const { eventId } = report;
  const amount = report.amount === null ? null : readAmount(report.amount, kind);
  errors.push(...findMissing(kind, report));
  if (typeof amount === 'string') errors.push({ field: 'amount', detail: amount });
  if (errors.length > 0 || typeof amount === 'string' || eventId === null) return { ok: false, errors };
  return {
    ok: true,
    event: {
      kind,
      eventId,
      leadId: report.leadId ?? (kind === 'lead' ? eventId : null),
      refersTo: report.refersTo,
      goal: report.goal === null ? null : toStorableText(report.goal.slice(0, LONGEST_ID)),
      utmContent: report.utmContent,
      amountMicros: amount,
      currency: report.currency,
      occurredAt: readOccurredAt(report.occurredAt ?? undefined, receivedAt),
    },
  };
}

/** A lead or sale without a key of its own must name its lead; a change names its sale; money names its currency. */
function findMissing(kind: BuyerEventKind, report: ReportedFields): FieldFault[] {
  const isChange = kind === 'adjustment' || kind === 'reversal';
  const faults: FieldFault[] = [];
  const missing = (field: ReportedField, detail: string) => faults.push({ field, detail });
  if (report.eventId === null) missing('eventId', 'is missing');
  if (isChange && report.refersTo === null) missing('refersTo', `a ${kind} must name the event_id of its sale`);
  if (!isChange && report.utmContent === null && report.leadId === null)
    missing('utmContent', 'is missing; send utm_content, or the lead_id of a lead reported before');
  if ((kind === 'sale' || kind === 'adjustment') && report.amount === null)
    missing('amount', `a ${kind} must carry an amount`);
  if (report.amount !== null && report.currency === null) missing('currency', 'is missing beside the amount');
  return faults;
}

const IDS = ['eventId', 'leadId', 'refersTo'] as const;
const LONGEST_KEY = 16_384;

/** Ids must come back as they went in, and the database cannot keep every character. */
function findUnusableTexts(report: ReportedFields): FieldFault[] {
  const faults = IDS.flatMap((field): FieldFault[] => {
    const id = report[field] ?? '';
    if (id.length > LONGEST_ID) return [{ field, detail: `must have ${LONGEST_ID} characters at most` }];
    const isKept = !id.includes('\0') && id.isWellFormed();
    return isKept ? [] : [{ field, detail: 'must not hold U+0000 or half a surrogate pair' }];
  });
  if ((report.utmContent?.length ?? 0) > LONGEST_KEY)
    faults.push({ field: 'utmContent', detail: `must have ${LONGEST_KEY} characters at most` });
  const currency = report.currency === null ? null : Currency.safeParse(report.currency);
  const [issue] = currency?.error?.issues ?? [];
  if (issue) faults.push({ field: 'currency', detail: issue.message });
  return faults;
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

/** Only a date with time and offset says when something was; and nothing happened after it was reported. */
function readOccurredAt(text: string | undefined, receivedAt: Instant): Instant {
  const isWhole = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(text ?? '');
  const instant = isWhole ? Date.parse((text ?? '').toUpperCase()) : Number.NaN;
  return instant >= EARLIEST && instant <= receivedAt + SKEW_MS ? instant : receivedAt;
}

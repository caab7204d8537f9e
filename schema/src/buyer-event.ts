import * as z from 'zod';
import { AmountMicros, Money } from './money.ts';
import { Timestamp } from './time.ts';

/** `adjustment` adds its signed amount to the sale it names; `reversal` takes the named sale back, whole. */
export const BuyerEventKind = z.enum(['lead', 'sale', 'adjustment', 'reversal']);
export type BuyerEventKind = z.infer<typeof BuyerEventKind>;

/**
 * What a buyer posts to its webhook: one event. Amounts are decimals in major units, as text or number.
 * A lead or sale without `utm_content` must name the lead it belongs to; adjustments and reversals name their sale.
 */
export const ReportedEvent = z
  .object({
    type: BuyerEventKind,
    /** The buyer's own id of this event: the same (kind, id) twice counts once, whatever the webhook id. */
    event_id: z.string().min(1).max(200),
    utm_content: z.string().min(1).max(16_384).optional(),
    /** The buyer's id of the lead this belongs to. */
    lead_id: z.string().min(1).max(200).optional(),
    /** The `event_id` of the sale that an adjustment or reversal changes. */
    refers_to: z.string().min(1).max(200).optional(),
    amount: z.union([z.string().max(30), z.number()]).optional(),
    currency: Money.shape.currency.optional(),
    /** When it happened, with an offset; without one, or without a time, the time of receipt serves (C18). */
    occurred_at: z.string().max(40).optional(),
  })
  .superRefine((event, context) => {
    const missing = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const isChange = event.type === 'adjustment' || event.type === 'reversal';
    if (isChange && !event.refers_to) missing('refers_to', `a ${event.type} must name the event_id of its sale`);
    if (!isChange && !event.utm_content && !event.lead_id)
      missing('utm_content', 'is missing; send utm_content, or the lead_id of a lead reported before');
    if ((event.type === 'sale' || event.type === 'adjustment') && event.amount === undefined)
      missing('amount', `a ${event.type} must carry an amount`);
    if (event.amount !== undefined && !event.currency) missing('currency', 'is missing beside the amount');
  });
export type ReportedEvent = z.infer<typeof ReportedEvent>;

/** Why an event has no click. */
export const OrphanCause = z.enum(['unknown_click', 'older_than_window', 'unknown_reference', 'ambiguous_key']);
export type OrphanCause = z.infer<typeof OrphanCause>;

/** What seems to have kept an event from its click; a person confirms it. */
export const RepairPattern = z.enum([
  'altered_case',
  'cut_off',
  'surrounded',
  'encoded_again',
  'continued',
  'older_than_window',
  'ambiguous_key',
]);
export type RepairPattern = z.infer<typeof RepairPattern>;

/** A click that an orphan may belong to, and why it seems so. */
export const LikelyClick = z.object({
  clickId: z.string(),
  clickedAt: Timestamp,
  /** The click's own key, to be held against the event's. */
  utmContent: z.string(),
  pattern: RepairPattern,
  experimentId: z.string().nullable(),
  isBot: z.boolean(),
});
export type LikelyClick = z.infer<typeof LikelyClick>;

/** How an event's click was found. `repair`: a person confirmed what its key was meant to be. */
export const JoinedBy = z.enum(['key', 'reference', 'repair']);
export type JoinedBy = z.infer<typeof JoinedBy>;

/** One buyer event as stored, with the click it was given. */
export const BuyerEvent = z.object({
  id: z.string(),
  buyerId: z.string(),
  buyerName: z.string(),
  kind: BuyerEventKind,
  eventId: z.string(),
  leadId: z.string().nullable(),
  refersTo: z.string().nullable(),
  utmContent: z.string().nullable(),
  amount: Money.nullable(),
  /** What it adds to its experiment's revenue; null while it adds nothing: an orphan, or another currency. */
  effectMicros: AmountMicros.nullable(),
  occurredAt: Timestamp,
  receivedAt: Timestamp,
  clickId: z.string().nullable(),
  /** How that click was found; null while there is none. */
  joinedBy: JoinedBy.nullable(),
  clickedAt: Timestamp.nullable(),
  experimentId: z.string().nullable(),
  experimentName: z.string().nullable(),
  agentId: z.string().nullable(),
  agentLetter: z.string().nullable(),
  orphanCause: OrphanCause.nullable(),
  /** Since when no report tells of it any more: it counts nothing. */
  withdrawnAt: Timestamp.nullable(),
});
export type BuyerEvent = z.infer<typeof BuyerEvent>;

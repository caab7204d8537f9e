import * as z from 'zod';
import { BuyerEventKind } from './buyer-event.ts';
import { BuyerId, idOf } from './ids.ts';
import { AmountMicros, Currency, Money } from './money.ts';
import { Timestamp } from './time.ts';

/** `previewed`: what would differ is known, and waits for a person. */
export const ReplayState = z.enum(['previewing', 'previewed', 'applying', 'applied', 'cancelled']);
export type ReplayState = z.infer<typeof ReplayState>;

/** What reading reports anew adds to, changes in and withdraws from the events that they told of. */
export const ReplayTally = z.object({
  reports: z.int(),
  /** Reports that the mapping cannot read: their events stay as they are. */
  unread: z.int(),
  added: z.int(),
  changed: z.int(),
  withdrawn: z.int(),
  unchanged: z.int(),
  /** Amounts of leads, sales and adjustments as reported, by currency; reversals are not taken off. */
  money: z.array(z.object({ currency: Currency, beforeMicros: AmountMicros, afterMicros: AmountMicros })),
});
export type ReplayTally = z.infer<typeof ReplayTally>;

/** One difference, as an example. */
export const ReplaySample = z.object({
  reportId: z.string(),
  change: z.enum(['added', 'changed', 'withdrawn', 'unread']),
  kind: BuyerEventKind.nullable(),
  eventId: z.string().nullable(),
  /** Of a changed event: which of its facts differ. */
  fields: z.array(z.string()),
  before: Money.nullable(),
  after: Money.nullable(),
  /** Why a report cannot be read. */
  detail: z.string().nullable(),
});
export type ReplaySample = z.infer<typeof ReplaySample>;

export const MappingReplay = z.object({
  id: idOf('mappingReplay'),
  buyerId: BuyerId,
  mappingVersion: z.int(),
  from: Timestamp,
  to: Timestamp,
  state: ReplayState,
  preview: ReplayTally,
  applied: ReplayTally.nullable(),
  samples: z.array(ReplaySample),
  createdAt: Timestamp,
  createdBy: z.string(),
  finishedAt: Timestamp.nullable(),
});
export type MappingReplay = z.infer<typeof MappingReplay>;

export const StartReplay = z
  .object({
    /** 0: our own shape. */
    mappingVersion: z.int().min(0).max(0x7fffffff),
    /** Reports received from then on, and before the other; what comes later is read by the newest mapping anyway. */
    from: Timestamp,
    to: Timestamp,
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be after from' });
export type StartReplay = z.infer<typeof StartReplay>;

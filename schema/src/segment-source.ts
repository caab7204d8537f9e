import * as z from 'zod';
import { SegmentSourceId } from './ids.ts';
import { Timestamp } from './time.ts';

/** What became of one request of Segment's. `stored`: it will be read in a moment. */
export const SegmentCallOutcome = z.enum(['stored', 'read', 'unreadable', 'rejected']);
export type SegmentCallOutcome = z.infer<typeof SegmentCallOutcome>;

/** Where one webhook destination of Segment's delivers to. */
export const SegmentSource = z.object({
  id: SegmentSourceId,
  name: z.string(),
  /** To enter in Segment. The id in it cannot be guessed, and selects source and workspace. */
  webhookUrl: z.string(),
  lastCallAt: Timestamp.nullable(),
  /** Of its newest request that was refused or could not be read; null where there was none lately. */
  lastFaultAt: Timestamp.nullable(),
  lastFault: z.string().nullable(),
  /** Until when the secret before this one still opens; null where it does not. */
  previousSecretUntil: Timestamp.nullable(),
  createdAt: Timestamp,
});
export type SegmentSource = z.infer<typeof SegmentSource>;

export const CreateSegmentSource = z.object({ name: z.string().trim().min(1, 'is missing').max(120) });

/** The answer that shows a secret, and the only one. */
export const SegmentSourceWithSecret = z.object({ source: SegmentSource, secret: z.string() });
export type SegmentSourceWithSecret = z.infer<typeof SegmentSourceWithSecret>;

/** Four days: Segment itself tries a delivery again for four hours. */
const LONGEST_OVERLAP_HOURS = 96;

export const RotateSegmentSecret = z.object({
  /** How long the secret before this one still opens. */
  overlapHours: z.int().min(0).max(LONGEST_OVERLAP_HOURS).default(24),
});

/** One request of Segment's, as it came. */
export const SegmentCall = z.object({
  id: z.string(),
  receivedAt: Timestamp,
  outcome: SegmentCallOutcome,
  /** Why it was refused or could not be read. */
  detail: z.string().nullable(),
  /** The messages in it. */
  messages: z.int(),
  /** Of these, those that mean a step and name a click's key. */
  steps: z.int(),
  /** Steps that had come before, by Segment's id of the message. */
  duplicates: z.int(),
  /** Steps that carry no `utm_content`. */
  withoutKey: z.int(),
});
export type SegmentCall = z.infer<typeof SegmentCall>;

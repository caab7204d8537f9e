import * as z from 'zod';
import { DeliveryId } from './ids.ts';
import { OutboundTopic } from './outbound-event.ts';
import { Timestamp } from './time.ts';

/**
 * `given_up`: not taken within three days, or by a destination that is gone. `cancelled`: what it was to tell of no longer
 * counted before it was sent.
 */
export const DeliveryState = z.enum(['waiting', 'delivered', 'given_up', 'cancelled']);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** Something that is told to one destination, until it arrives. */
export const Delivery = z.object({
  /** Also its `webhook-id`: the same in every attempt. */
  id: DeliveryId,
  destinationId: z.string(),
  topic: OutboundTopic.or(z.literal('test')),
  /** The buyer event it tells of, where it does. */
  buyerEventId: z.string().nullable(),
  state: DeliveryState,
  /** Why it has not arrived. */
  detail: z.string().nullable(),
  attempts: z.int(),
  /** Of the newest answer. */
  lastStatus: z.int().nullable(),
  createdAt: Timestamp,
  /** Null when nothing is to be tried any more. */
  nextAttemptAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** One try to deliver it. */
export const DeliveryAttempt = z.object({
  number: z.int(),
  at: Timestamp,
  tookMs: z.int(),
  /** Null where nothing answered. */
  status: z.int().nullable(),
  fault: z.string().nullable(),
  /** How the answer began, without what may be a person's. */
  excerpt: z.string().nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

export const DeliveryDetails = z.object({
  ...Delivery.shape,
  /** What is sent: a postback's address as it stands now. */
  url: z.string().nullable(),
  /** A webhook's JSON, or a postback's form. */
  body: z.string().nullable(),
  log: z.array(DeliveryAttempt),
});
export type DeliveryDetails = z.infer<typeof DeliveryDetails>;

export const Resent = z.object({
  /** How many will be sent again. */
  deliveries: z.int(),
  /** False: there are more of them than one request takes. */
  isComplete: z.boolean(),
});

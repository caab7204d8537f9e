import * as z from 'zod';
import { BuyerEventKind } from './buyer-event.ts';
import { DestinationId, ExperimentId } from './ids.ts';
import { Currency, Money } from './money.ts';
import { OutboundTopic } from './outbound-event.ts';
import { Timestamp } from './time.ts';

/** `stopped`: its owner answered that it is gone; it stays so until somebody turns it on again. */
export const DestinationState = z.enum(['on', 'off', 'stopped']);
export type DestinationState = z.infer<typeof DestinationState>;

/** What every place that we tell of things has, and how it is doing. */
const destination = {
  id: DestinationId,
  name: z.string(),
  state: DestinationState,
  stateSince: Timestamp,
  /** Why it is stopped; null while it is not. */
  stateDetail: z.string().nullable(),
  /** Failed attempts since the last one that succeeded. */
  failures: z.int(),
  failingSince: Timestamp.nullable(),
  lastFault: z.string().nullable(),
  /** Deliveries that have not arrived yet; beyond a thousand they are not counted. */
  waiting: z.int(),
  /** Deliveries that were given up and wait for somebody to send them again; beyond a thousand they are not counted. */
  givenUp: z.int(),
  /** Counts its changes by people; send it as `If-Match`. */
  version: z.int(),
  createdAt: Timestamp,
};

const Name = z.string().trim().min(1, 'is missing').max(120);
const Url = z.string().trim().min(1, 'is missing').max(4_000);

/** How a postback is sent: `POST` carries what stands in the query as a form. */
export const PostbackMethod = z.enum(['GET', 'POST']);
export type PostbackMethod = z.infer<typeof PostbackMethod>;

const postback = {
  name: Name,
  /** Whose clicks; null: every affiliate's. */
  affiliateId: z.string().trim().min(1).max(200).nullable(),
  /** Of which experiment's clicks; null: of all. */
  experimentId: ExperimentId.nullable(),
  /** Of which of TUNE's offers; null: of all. */
  offerId: z.string().trim().min(1).max(200).nullable(),
  /** Of which goal, by the id, reference or name that the buyer gives it; null: of all. */
  goal: z.string().trim().min(1).max(200).nullable(),
  eventKinds: z
    .array(BuyerEventKind)
    .min(1, 'needs one kind or more')
    .max(4)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'names a kind twice'),
  /** Leads and sales below it, or in another currency, are not told of. */
  minimumAmount: Money.nullable(),
  /** Of each lead, only the sale that counts first. */
  firstSaleOnly: z.boolean(),
  method: PostbackMethod,
  /** With macros in braces, such as `{aff_sub}`. */
  url: Url,
};

/** Where an affiliate is told of its conversions (C21). */
export const Postback = z.object({ ...destination, ...postback });
export type Postback = z.infer<typeof Postback>;

export const CreatePostback = z.object({
  ...postback,
  affiliateId: postback.affiliateId.default(null),
  experimentId: postback.experimentId.default(null),
  offerId: postback.offerId.default(null),
  goal: postback.goal.default(null),
  minimumAmount: z
    .object({ amountMicros: z.int().min(1), currency: Currency })
    .nullable()
    .default(null),
  firstSaleOnly: postback.firstSaleOnly.default(false),
  method: postback.method.default('GET'),
});
export type CreatePostback = z.infer<typeof CreatePostback>;

/** `stopped` is nobody's choice. */
const SettableState = z.enum(['on', 'off']);

export const ChangePostback = z.object({
  name: postback.name.optional(),
  affiliateId: postback.affiliateId.optional(),
  experimentId: postback.experimentId.optional(),
  offerId: postback.offerId.optional(),
  goal: postback.goal.optional(),
  eventKinds: postback.eventKinds.optional(),
  minimumAmount: CreatePostback.shape.minimumAmount.unwrap().optional(),
  firstSaleOnly: postback.firstSaleOnly.optional(),
  method: postback.method.optional(),
  url: postback.url.optional(),
  state: SettableState.optional(),
});
export type ChangePostback = z.infer<typeof ChangePostback>;

/** A secret that a subscription signs with; two overlap while it is rotated. */
export const SubscriptionSecret = z.object({
  createdAt: Timestamp,
  /** From then on it signs no more; null: until it is rotated. */
  endsAt: Timestamp.nullable(),
});

const subscription = {
  name: Name,
  url: Url,
  topics: z
    .array(OutboundTopic)
    .min(1, 'needs one topic or more')
    .max(20)
    .refine((topics) => new Set(topics).size === topics.length, 'names a topic twice'),
};

/** A system of the workspace's own that hears of things by signed webhooks. */
export const Subscription = z.object({ ...destination, ...subscription, secrets: z.array(SubscriptionSecret) });
export type Subscription = z.infer<typeof Subscription>;

export const CreateSubscription = z.object(subscription);
export type CreateSubscription = z.infer<typeof CreateSubscription>;

export const ChangeSubscription = z.object({
  name: subscription.name.optional(),
  url: subscription.url.optional(),
  topics: subscription.topics.optional(),
  state: SettableState.optional(),
});
export type ChangeSubscription = z.infer<typeof ChangeSubscription>;

/** The only time a secret is shown. */
export const SubscriptionWithSecret = z.object({
  subscription: Subscription,
  /** Standard Webhooks secret, `whsec_…`. */
  secret: z.string(),
});

export const RotateSubscriptionSecret = z.object({
  /** How long the old secret still signs beside the new one; 0 ends it now. */
  overlapHours: z.int().min(0).max(168).default(24),
});

/** A question: what would be sent of a made-up sale. */
export const PreviewPostback = z.object({ url: Url, method: PostbackMethod.default('GET') });

export const PostbackPreview = z.object({
  /** Filled with made-up values. */
  url: z.string(),
  /** Of a `POST`; null for a `GET`. */
  form: z.string().nullable(),
});

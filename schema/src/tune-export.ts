import * as z from 'zod';
import { TUNE_ID } from './link.ts';

/**
 * TUNE's things in one form of ours, whether they came through its API, from a file or were pasted. Numbers that are ids
 * stay text, as TUNE writes them.
 */

const Id = z.string().regex(TUNE_ID, "must be TUNE's id, a whole number above 0");
const Text = z.string().max(500);
/** As TUNE holds it, macros and all: what is wrong with it is said in the plan. */
const Address = z.string().max(4000);

/** A percentage in millionths of a percent, so that TUNE's `33.3333` stays exact: 40 % is 40 000 000. */
export const PERCENT_MICROS = 1_000_000;

export const TuneOffer = z.object({
  kind: z.literal('offer'),
  id: Id,
  name: Text,
  /** `active`, `paused`, `pending`, `expired`, `deleted`: anything but the first shows nothing. */
  status: Text,
  /** The default URL: what `url_id` 0 stands for. */
  url: Address,
  /** SEO-friendly: TUNE answers 301. */
  isPermanentRedirect: z.boolean(),
  /** Where TUNE sends clicks that this offer cannot take. */
  redirectOfferId: Id.nullable(),
  /** A link may bring a destination of its own, as `url`. */
  allowsDeepLinks: z.boolean(),
  hasTargeting: z.boolean(),
  hasCaps: z.boolean(),
});
export type TuneOffer = z.infer<typeof TuneOffer>;

export const TuneOfferUrl = z.object({
  kind: z.literal('offer_url'),
  id: Id,
  offerId: Id,
  name: Text,
  status: Text,
  url: Address,
});
export type TuneOfferUrl = z.infer<typeof TuneOfferUrl>;

/** TUNE's ad group. Only those of type `link` split clicks between landing pages. */
export const TuneCampaign = z.object({
  kind: z.literal('campaign'),
  id: Id,
  name: Text,
  status: Text,
  type: Text,
  usesWeights: z.boolean(),
  optimizes: z.boolean(),
});
export type TuneCampaign = z.infer<typeof TuneCampaign>;

export const TuneCreative = z.object({
  kind: z.literal('creative'),
  id: Id,
  campaignId: Id,
  offerId: Id.nullable(),
  /** Null: the offer's default URL. */
  offerUrlId: Id.nullable(),
  status: Text,
  /** In millionths of a percent; null: TUNE gives it what the others leave. */
  weightPercentMicros: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
});
export type TuneCreative = z.infer<typeof TuneCreative>;

export const TuneTinyUrl = z.object({
  kind: z.literal('tiny_url'),
  /** Its hash, as it stands in the link. */
  id: z.string().regex(/^[A-Za-z0-9]{2,40}$/, "must be TUNE's hash: 2 to 40 letters and digits"),
  /** The link that it stands for, e.g. `/aff_ad?campaign_id=152&aff_id=7`. */
  target: Address,
});
export type TuneTinyUrl = z.infer<typeof TuneTinyUrl>;

export const TuneRecord = z.discriminatedUnion('kind', [
  TuneOffer,
  TuneOfferUrl,
  TuneCampaign,
  TuneCreative,
  TuneTinyUrl,
]);
export type TuneRecord = z.infer<typeof TuneRecord>;

export const TUNE_RECORD_KINDS = ['offer', 'offer_url', 'campaign', 'creative', 'tiny_url'] as const;
export const TuneRecordKind = z.enum(TUNE_RECORD_KINDS);
export type TuneRecordKind = z.infer<typeof TuneRecordKind>;

/** No import holds more: a network of that size is read in parts. */
export const MOST_TUNE_RECORDS = 50_000;

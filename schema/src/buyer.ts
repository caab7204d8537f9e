import * as z from 'zod';
import { AddressEntry } from './address-entry.ts';
import { ReportFault } from './buyer-secret.ts';
import { BuyerId } from './ids.ts';
import { TUNE_ID } from './link.ts';
import { Currency } from './money.ts';
import { Timestamp } from './time.ts';

/**
 * How a buyer's conversions in TUNE's manner (`/aff_lsr`, `/aff_goal`) are known to be its own (C16): by the token they
 * carry, or by the address they come from together with the offer they name.
 */
export const TuneSetup = z.object({
  hasSecurityToken: z.boolean(),
  offerIds: z.array(z.string()),
  addresses: z.array(z.string()),
  /** Of their amounts, which name none; null: the workspace's. */
  currency: Currency.nullable(),
});
export type TuneSetup = z.infer<typeof TuneSetup>;

/** TUNE takes as many entries for an offer. */
const MOST_ADDRESSES = 100;
const MOST_OFFERS = 1_000;

export const ChangeTuneSetup = z.object({
  /** The one this buyer already sends to TUNE, or a new one; null takes it away, absent leaves it. Never shown again. */
  securityToken: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, 'must be 32 hexadecimal digits, as TUNE shows it')
    .nullable()
    .optional(),
  offerIds: z
    .array(z.string().trim().regex(TUNE_ID, "must be TUNE's offer id, a whole number above 0"))
    .max(MOST_OFFERS)
    .transform((ids) => [...new Set(ids)]),
  addresses: z
    .array(AddressEntry)
    .max(MOST_ADDRESSES)
    .transform((entries) => [...new Set(entries)]),
  currency: Currency.nullable(),
});
export type ChangeTuneSetup = z.infer<typeof ChangeTuneSetup>;

/** A list says no more than that there are so many: counting ten million of each buyer's would keep everybody waiting. */
export const MOST_COUNTED = 10_000;

/** A buyer of leads, who reports leads and revenue back through a webhook. */
export const Buyer = z.object({
  id: BuyerId,
  name: z.string(),
  /** Where this buyer sends its reports. The id in it cannot be guessed, and selects buyer and workspace. */
  webhookUrl: z.string(),
  lastReportAt: Timestamp.nullable(),
  /** So many that were not rejected; counted up to `MOST_COUNTED`. */
  reports: z.int(),
  /** Reports whose events matched no click yet; counted up to `MOST_COUNTED`. */
  orphans: z.int(),
  tune: TuneSetup,
  /** Counts its changes; send it as `If-Match`. */
  version: z.int(),
  createdAt: Timestamp,
  /** Since when it is out of sight; what it reports all the same is taken and counted. */
  archivedAt: Timestamp.nullable(),
});
export type Buyer = z.infer<typeof Buyer>;

export const CreateBuyer = z.object({ name: z.string().trim().min(1, 'is missing').max(120) });

export const ChangeBuyer = z.object({ name: CreateBuyer.shape.name });

/** The answer to making a buyer: the only time its secret is shown. */
export const BuyerWithSecret = z.object({
  buyer: Buyer,
  /** Standard Webhooks secret, `whsec_…`. */
  secret: z.string(),
});
export type BuyerWithSecret = z.infer<typeof BuyerWithSecret>;

/**
 * How a report came: signed to the buyer's own webhook, as a plain call to the same address, as a conversion in TUNE's
 * manner, or as a part of a file.
 */
export const ReportSource = z.enum(['webhook', 'postback', 'tune', 'upload']);
export type ReportSource = z.infer<typeof ReportSource>;

/**
 * What became of one report. `rejected`: a webhook with a bad signature or time. `unauthenticated`: a conversion in TUNE's
 * manner that nothing proves to be the buyer's; it is kept, and counts in no money and no grade. `skipped`: the mapping finds
 * no event in it. `waiting`: a part of a file that is not applied.
 */
export const ReportOutcome = z.enum([
  'accepted',
  'orphan',
  'duplicate',
  'rejected',
  'unmapped',
  'unauthenticated',
  'skipped',
  'waiting',
]);
export type ReportOutcome = z.infer<typeof ReportOutcome>;

/** One inbound request of a buyer, as it came. */
export const BuyerReport = z.object({
  id: z.string(),
  /** Null where no buyer could be told from the call. */
  buyerId: BuyerId.nullable(),
  source: ReportSource,
  /** Method, path and query of a conversion in TUNE's manner; a token in it is shown as its SHA-256. */
  request: z.string().nullable(),
  /** The address of the server that called. */
  sender: z.string().nullable(),
  /** The `webhook-id` header. */
  webhookId: z.string().nullable(),
  outcome: ReportOutcome,
  /** Why it was rejected or could not be mapped. */
  detail: z.string().nullable(),
  /** Of a rejected one: what was wrong with its proof. */
  fault: ReportFault.nullable(),
  receivedAt: Timestamp,
  /** How many times the same webhook id has come. */
  deliveries: z.int(),
});
export type BuyerReport = z.infer<typeof BuyerReport>;

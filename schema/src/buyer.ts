import * as z from 'zod';
import { BuyerId } from './ids.ts';
import { Timestamp } from './time.ts';

/** A buyer of leads, who reports leads and revenue back through a webhook. */
export const Buyer = z.object({
  id: BuyerId,
  name: z.string(),
  /** Where this buyer sends its reports. The id in it cannot be guessed, and selects buyer and workspace. */
  webhookUrl: z.string(),
  lastReportAt: Timestamp.nullable(),
  reports: z.int(),
  /** Reports whose events matched no click yet. */
  orphans: z.int(),
  createdAt: Timestamp,
});
export type Buyer = z.infer<typeof Buyer>;

export const CreateBuyer = z.object({ name: z.string().trim().min(1, 'is missing').max(120) });

/** The answer to making a buyer: the only time its secret is shown. */
export const BuyerWithSecret = z.object({
  buyer: Buyer,
  /** Standard Webhooks secret, `whsec_…`. */
  secret: z.string(),
});
export type BuyerWithSecret = z.infer<typeof BuyerWithSecret>;

/** What became of one report. */
export const ReportOutcome = z.enum(['accepted', 'orphan', 'duplicate', 'rejected', 'unmapped']);
export type ReportOutcome = z.infer<typeof ReportOutcome>;

/** One inbound request of a buyer, as it came. */
export const BuyerReport = z.object({
  id: z.string(),
  buyerId: BuyerId,
  /** The `webhook-id` header. */
  webhookId: z.string().nullable(),
  outcome: ReportOutcome,
  /** Why it was rejected or could not be mapped. */
  detail: z.string().nullable(),
  receivedAt: Timestamp,
  /** How many times the same webhook id has come. */
  deliveries: z.int(),
});
export type BuyerReport = z.infer<typeof BuyerReport>;

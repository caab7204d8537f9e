import * as z from 'zod';
import { Timestamp } from './time.ts';

/** What the control plane notices by itself. */
export const AttentionKind = z.enum([
  /** A buyer reports less often than it does at this time of the week. */
  'buyer_silent',
  /** More of a buyer's reports match no click than usual. */
  'orphan_spike',
  /** Reports of a buyer are refused, by their signature or time. */
  'reports_rejected',
  /** A buyer's amounts are of another size than before. */
  'amount_jump',
  /** What an affiliate is to be told does not arrive. */
  'postback_failing',
  /** Its owner answered that it is gone. */
  'postback_stopped',
  /** The same of a system of the workspace's own. */
  'subscription_failing',
  'subscription_stopped',
]);
export type AttentionKind = z.infer<typeof AttentionKind>;

/** Something that somebody should look at; it goes by itself when it is over. */
export const AttentionItem = z.object({
  id: z.string(),
  kind: AttentionKind,
  /** The buyer, postback or subscription. */
  subjectId: z.string(),
  /** One sentence: what is wrong. */
  summary: z.string(),
  /** How that is known, in numbers. */
  evidence: z.string(),
  /** When it began. */
  since: Timestamp,
});
export type AttentionItem = z.infer<typeof AttentionItem>;

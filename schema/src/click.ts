import * as z from 'zod';
import { InstantMs, Timestamp } from './time.ts';
import { BasisPoints } from './weights.ts';

/** Why a click went where it went. */
export const DecisionReason = z.enum([
  /** The bucket's owner. */
  'split',
  /** The owner is off or capped: hashed again until an eligible agent came (R8). */
  'rehashed',
  /** The visitor's cookie keeps the agent they were given first. */
  'sticky',
  /** The link's `url_id` names the agent (R2). Not graded. */
  'forced',
  /** The link's `url` names a page of an allowed host (R17). Not graded. */
  'deep_link',
  /** The link is handed back: TUNE decides, and the click is passed on to it. Not graded. */
  'handed_back',
  /** A rule sends to one agent, to its own split, or to a page outside the experiment (R9). */
  'rule_agent',
  'rule_split',
  'rule_url',
  // From here on: a fallback (R18).
  /** A rule keeps this visitor out of the experiment. */
  'excluded',
  'unknown_link',
  'paused',
  'ended',
  /** The experiment's clicks of the day are used up (R10). */
  'capped',
  /** No agent is eligible. */
  'no_agent',
  /** The router holds no valid release for this experiment. */
  'no_release',
  /** The page would lead back to this router. */
  'loop',
  /** A fault in the router itself; the click still landed. */
  'error',
]);
export type DecisionReason = z.infer<typeof DecisionReason>;

/** Reasons by which an agent got a click by chance alone, or kept what it got: only such clicks compare agents (R17). */
export const GRADED_REASONS = ['split', 'rehashed', 'sticky'] as const satisfies readonly DecisionReason[];

export const isGraded = (reason: DecisionReason): boolean => GRADED_REASONS.some((graded) => graded === reason);

/** Where the join key came from (R16). */
export const KeySource = z.enum(['inbound', 'transaction_id', 'minted']);
export type KeySource = z.infer<typeof KeySource>;

/** `<letter>…`: 30 characters of `[0-9A-Za-z]`, never beginning `102`; see the router's click-id.ts for what it carries. */
export const ClickId = z.string().regex(/^a[0-9A-Za-z]{29}$/, 'must be a click id');

const ref = z.string().max(64).nullable().default(null);
const short = z.string().max(500).nullable().default(null);
/** Nothing of a visitor's is long enough to need more than this; longer keys are kept by their digest. */
const key = z.string().min(1).max(16_384);

/** One counted click as the router records it, and as it travels to the control plane (R24). What is absent is null. */
export const Click = z.object({
  id: ClickId,
  at: InstantMs,
  edge: z.string().max(64),
  workspaceId: ref,
  linkId: ref,
  experimentId: ref,
  agentId: ref,
  releaseNumber: z.int().min(1).max(0x7fffffff).nullable().default(null),
  /** Age of the bundle when the click was decided, in ms. */
  releaseAgeMs: z.int().nullable().default(null),
  reason: DecisionReason,
  /** The rule that decided; null where none did. */
  ruleId: ref,
  /**
   * The owner's weight and the survivors' weight in basis points, of the split that chose: the rule's own where there is
   * one, for a sticky click the one of its first assignment. Null where no agent was chosen, or the link forced it.
   */
  propensity: z.object({ owner: BasisPoints, survivors: BasisPoints }).nullable().default(null),
  /** The id in the visitor's cookie, where the link's unit is the visitor. */
  visitorId: short,
  /** The unit's join key: the first usable `utm_content`, byte for byte as it came. */
  utmContent: key,
  keySource: KeySource,
  /** Later duplicates of `utm_content`, as they came. Decoded forms are derived where the click is stored. */
  otherUtmContents: z.array(key).max(20).default([]),
  offerId: short,
  affiliateId: short,
  source: short,
  subs: z.array(short).length(5).default([null, null, null, null, null]),
  transactionId: short,
  /** The affiliate's own id of it (`aff_click_id`), which its postbacks carry back. */
  affiliateClickId: short,
  country: z.string().max(2).nullable().default(null),
  region: short,
  deviceClass: z.enum(['desktop', 'mobile', 'tablet', 'other']).nullable().default(null),
  os: z.string().max(40).nullable().default(null),
  browser: z.string().max(40).nullable().default(null),
  language: z.string().max(20).nullable().default(null),
  referrerHost: z.string().max(255).nullable().default(null),
  isBot: z.boolean().default(false),
  botReason: z.string().max(80).nullable().default(null),
  /** Keyed hash of the visitor's address; the address itself is never kept. */
  addressHash: z.string().max(64).nullable().default(null),
});
export type Click = z.infer<typeof Click>;

/** At most this many clicks in one delivery. */
export const MAX_CLICKS_PER_DELIVERY = 1000;

/**
 * What the control plane answers to a delivery. Every click of it is in exactly one of the three: the sender forgets
 * `stored` and `duplicates`, and sets `rejected` aside.
 */
export const ClickDelivery = z.object({
  stored: z.int(),
  duplicates: z.int(),
  rejected: z.array(z.object({ index: z.int(), detail: z.string() })),
});
export type ClickDelivery = z.infer<typeof ClickDelivery>;

/** A stored click as the panel lists it. */
export const ClickSummary = z.object({
  id: z.string(),
  at: Timestamp,
  storedAt: Timestamp,
  experimentId: z.string().nullable(),
  experimentName: z.string().nullable(),
  agentId: z.string().nullable(),
  agentLetter: z.string().nullable(),
  releaseNumber: z.int().nullable(),
  reason: DecisionReason,
  ruleId: z.string().nullable(),
  utmContent: z.string(),
  keySource: KeySource,
  affiliateId: z.string().nullable(),
  source: z.string().nullable(),
  country: z.string().nullable(),
  deviceClass: z.string().nullable(),
  browser: z.string().nullable(),
  isBot: z.boolean(),
  botReason: z.string().nullable(),
  /** The furthest a buyer has reported: nothing yet, a lead, or a sale. */
  outcome: z.enum(['none', 'lead', 'sale']),
});
export type ClickSummary = z.infer<typeof ClickSummary>;

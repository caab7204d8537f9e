import * as z from 'zod';
import { DecisionReason, KeySource } from './click.ts';
import { AgentId } from './ids.ts';
import { RedirectStatus } from './release.ts';
import { Timestamp } from './time.ts';
import { BasisPoints } from './weights.ts';

/** Whether a condition held; `unknown`: this edge cannot know the value, so the condition does not hold. */
export const ConditionOutcome = z.enum(['holds', 'fails', 'unknown']);
export type ConditionOutcome = z.infer<typeof ConditionOutcome>;

/** What became of a candidate: taken, or passed over and why. */
export const CandidateOutcome = z.enum(['taken', 'off', 'capped', 'unknown', 'refused']);
export type CandidateOutcome = z.infer<typeof CandidateOutcome>;

/** One step of a decision, in the order in which it was taken (R5). */
export const DecisionStep = z.discriminatedUnion('step', [
  /** The link that the address names; null where there is none. */
  z.object({ step: z.literal('link'), address: z.string().nullable(), linkId: z.string().nullable() }),
  z.object({ step: z.literal('release'), number: z.int().nullable(), state: z.string().nullable() }),
  /** A `url` parameter: `refused` where its host is not allowed or it is no https page. */
  z.object({ step: z.literal('deep_link'), outcome: CandidateOutcome }),
  z.object({
    step: z.literal('forced'),
    urlId: z.string(),
    agentId: z.string().nullable(),
    outcome: CandidateOutcome,
  }),
  z.object({
    step: z.literal('rule'),
    ruleId: z.string(),
    name: z.string(),
    conditions: z.array(z.object({ on: z.string(), outcome: ConditionOutcome })),
    isMatch: z.boolean(),
  }),
  z.object({ step: z.literal('sticky'), agentId: z.string().nullable(), outcome: CandidateOutcome }),
  /** One round of R8: the bucket of 10 000, its owner, and whether that one may have the click. */
  z.object({
    step: z.literal('bucket'),
    round: z.int(),
    bucket: z.int(),
    agentId: z.string(),
    outcome: CandidateOutcome,
  }),
  z.object({ step: z.literal('decision'), reason: DecisionReason, agentId: z.string().nullable() }),
]);
export type DecisionStep = z.infer<typeof DecisionStep>;

/** What is known of the visitor of a made-up request; null or absent: unknown, as to an edge without that knowledge. */
export const ExplainedVisitor = z.object({
  country: z.string().max(2).nullable().default(null),
  region: z.string().max(100).nullable().default(null),
  deviceClass: z.enum(['desktop', 'mobile', 'tablet', 'other']).nullable().default(null),
  os: z.string().max(40).nullable().default(null),
  browser: z.string().max(40).nullable().default(null),
  language: z.string().max(20).nullable().default(null),
  /** Where device, system or browser are not given, they are read from it. */
  userAgent: z.string().max(1000).nullable().default(null),
});

/** A made-up request, and the release that it is to be routed by. */
export const ExplainRequest = z.object({
  /** The link as a visitor follows it, whole or from its path on. */
  url: z.string().trim().min(1, 'is missing').max(8000),
  /** The newest release, one by its number, or what would be released now; the last is also taken where there is none. */
  release: z.union([z.literal('in_force'), z.literal('as_edited'), z.int().min(1).max(0x7fffffff)]).default('in_force'),
  /** Absent: now. */
  at: Timestamp.optional(),
  visitor: ExplainedVisitor.prefault({}),
  /** What a returning visitor's cookies would say: their id, and the agent that they were given first. */
  visitorId: z
    .string()
    .regex(/^[0-9A-Za-z]{13}$/, 'must be the 13 letters and digits of a visitor cookie')
    .nullable()
    .default(null),
  keptAgentId: AgentId.nullable().default(null),
});
export type ExplainRequest = z.infer<typeof ExplainRequest>;

const Propensity = z.object({ owner: BasisPoints, survivors: BasisPoints });

/** Where a made-up request would go, and why. Nothing of it is recorded. */
export const Explanation = z.object({
  /** Null where it was routed by what is not released yet. */
  releaseNumber: z.int().nullable(),
  steps: z.array(DecisionStep),
  reason: DecisionReason,
  agentId: z.string().nullable(),
  ruleId: z.string().nullable(),
  propensity: Propensity.nullable(),
  status: RedirectStatus,
  /** Null: the deployment's own fallback, which gets no parameters. */
  destination: z.string().nullable(),
  /** What leads and revenue would be joined by, and where it came from. */
  utmContent: z.string(),
  keySource: KeySource,
});
export type Explanation = z.infer<typeof Explanation>;

/** Why a recorded click went where it went, decided again by the release that it carries. */
export const ClickExplanation = z.object({
  clickId: z.string(),
  at: Timestamp,
  experimentId: z.string().nullable(),
  releaseNumber: z.int().nullable(),
  recorded: z.object({ reason: DecisionReason, agentId: z.string().nullable(), ruleId: z.string().nullable() }),
  /** `unknown`: it cannot be decided again, and `detail` says why. */
  verdict: z.enum(['same', 'different', 'unknown']),
  detail: z.string().nullable(),
  steps: z.array(DecisionStep),
});
export type ClickExplanation = z.infer<typeof ClickExplanation>;

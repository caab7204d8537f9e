import * as z from 'zod';
import { DecisionReason } from './click.ts';

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

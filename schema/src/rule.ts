import * as z from 'zod';
import { AgentId } from './ids.ts';
import { BasisPoints, sumOfWeights, TOTAL_BASIS_POINTS } from './weights.ts';

/**
 * What a rule can ask of a click (R9). All are texts; what an edge cannot know of a click is unknown, and an unknown value
 * passes no test but `is_absent`. `affiliate`, `source`, `sub1` … `sub5` and parameters are compared as they stand in the
 * link, form-decoded; the others without regard to case.
 */
export const RuleDimension = z.enum([
  'country',
  'region',
  'device',
  'os',
  'browser',
  'language',
  'affiliate',
  'source',
  'sub1',
  'sub2',
  'sub3',
  'sub4',
  'sub5',
]);
export type RuleDimension = z.infer<typeof RuleDimension>;

/** `is`, `begins_with` and `contains` hold when any of the values does; `is_not` when none is. */
export const RuleTest = z.enum(['is', 'is_not', 'begins_with', 'contains', 'is_present', 'is_absent']);
export type RuleTest = z.infer<typeof RuleTest>;

const values = z.array(z.string().min(1, 'is empty').max(200)).max(200).default([]);

/** Hours of a week, counted from Monday 00:00 in the experiment's timezone: 0 … 167. */
const hours = z.array(z.int().min(0).max(167)).min(1, 'names no hour').max(168);

export const RuleCondition = z
  .discriminatedUnion('on', [
    z.object({ on: RuleDimension, test: RuleTest, values }),
    z.object({ on: z.literal('parameter'), name: z.string().min(1, 'is missing').max(100), test: RuleTest, values }),
    z.object({ on: z.literal('hours'), hours }),
  ])
  .superRefine((condition, context) => {
    if (condition.on === 'hours') return;
    const needsValues = condition.test !== 'is_present' && condition.test !== 'is_absent';
    if (needsValues && condition.values.length === 0)
      context.addIssue({ code: 'custom', path: ['values'], message: 'needs a value to compare with' });
  });
export type RuleCondition = z.infer<typeof RuleCondition>;

export const RuleId = z.string().regex(/^[a-z0-9-]{1,36}$/, 'must be 1 to 36 lower-case letters, digits or -');

const LONGEST_URL = 4000;

/** What every rule has: its conditions must all hold. */
export const ruleParts = {
  id: RuleId,
  name: z.string().trim().min(1, 'is missing').max(80),
  conditions: z.array(RuleCondition).min(1, 'needs a condition, or it would match every click').max(20),
};

/** Outcomes that a rule of the API and one of a release write alike. */
export const plainOutcomes = {
  /** One agent; where it is off or capped the rule is passed over. */
  agent: z.object({ to: z.literal('agent'), agentId: z.string().min(1).max(64) }),
  /** A page outside the experiment, a template like a landing page. Not graded. */
  url: z.object({ to: z.literal('url'), url: z.string().min(1, 'is missing').max(LONGEST_URL) }),
  /** Out of the experiment: to its fallback. */
  fallback: z.object({ to: z.literal('fallback') }),
};

/** A split of its own for the clicks of one rule. */
export const RuleSplit = z
  .object({
    to: z.literal('split'),
    weights: z.array(z.object({ agentId: AgentId, weightBasisPoints: BasisPoints })).min(1),
  })
  .refine(
    ({ weights }) => sumOfWeights(weights.map((weight) => weight.weightBasisPoints)) === TOTAL_BASIS_POINTS,
    'the weights of a rule must add up to 100%',
  );

/** A rule as people write it. The first whose conditions all hold decides (R5). */
export const Rule = z.object({
  ...ruleParts,
  outcome: z.discriminatedUnion('to', [plainOutcomes.agent, RuleSplit, plainOutcomes.url, plainOutcomes.fallback]),
});
export type Rule = z.infer<typeof Rule>;

export const MOST_RULES = 100;

/** In order: the first that matches decides. */
export const Rules = z
  .array(Rule)
  .max(MOST_RULES)
  .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'two rules have the same id');

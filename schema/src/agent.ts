import * as z from 'zod';
import { DailyCap } from './daily-cap.ts';
import { AgentId } from './ids.ts';
import { TUNE_ID } from './link.ts';
import { OffCause, PageHealth } from './page-health.ts';
import { BasisPoints } from './weights.ts';

/**
 * An agent may be taken out of the split ("off") and put back; its history stays. One that is archived is in no release
 * any more: it keeps its number and its history, and has no weight.
 */
export const AgentState = z.enum(['on', 'off', 'archived']);
export type AgentState = z.infer<typeof AgentState>;

/**
 * A landing-page URL: an https template (http on localhost), with TUNE's macros and ours in path, query or fragment.
 * Which macros exist and where they may stand is the router's rule (`@alyson/router/domain`), checked on save.
 */
export const LandingUrl = z.string().min(1, 'is missing').max(4000, 'is longer than 4000 characters');

/** TUNE's `url_id` of a landing page. */
const TuneUrlId = z.string().trim().regex(TUNE_ID, "must be TUNE's url_id, a whole number above 0");

/** So many agents of an experiment can be in its releases at a time. */
export const MOST_AGENTS = 50;

/** An arm: one landing page competing for the experiment's clicks. */
export const Agent = z.object({
  id: AgentId,
  /** Counts from 1 in order of creation, never reused: part of every click id. */
  number: z.int().min(1).max(3843),
  /** A, B, … Z, AA: how people call the agent. */
  letter: z.string(),
  name: z.string(),
  landingUrl: LandingUrl,
  isControl: z.boolean(),
  state: AgentState,
  weightBasisPoints: BasisPoints,
  dailyCap: DailyCap.nullable(),
  /** Today's clicks have reached the cap: until the day ends its clicks go to the others (R10). */
  isCapped: z.boolean(),
  /** Forces this agent on links that carry it, and names it to TUNE where TUNE follows (R2). */
  tuneUrlId: TuneUrlId.nullable(),
  offCause: OffCause.nullable(),
  /** Null until the checker has taken the page in, within seconds. */
  page: PageHealth.nullable(),
});
export type Agent = z.infer<typeof Agent>;

export const NewAgent = z.object({
  name: z.string().trim().min(1, 'is missing').max(80),
  landingUrl: LandingUrl,
  isControl: z.boolean().default(false),
  weightBasisPoints: BasisPoints,
  dailyCap: DailyCap.nullable().default(null),
  tuneUrlId: TuneUrlId.nullable().default(null),
});
export type NewAgent = z.infer<typeof NewAgent>;

/** Why somebody makes a change, for whoever reads its release or the audit log later. */
export const ChangeReason = z.string().trim().min(1, 'is empty; leave it out, or say why').max(500);

/** Another agent for an experiment that is there already: it gets its share of every other agent's clicks. */
export const AddAgent = z.object({
  ...NewAgent.shape,
  /** Of the clicks of all agents that are on. */
  weightBasisPoints: BasisPoints.default(0),
  reason: ChangeReason.optional(),
});
export type AddAgent = z.infer<typeof AddAgent>;

/** Only what is sent changes. */
export const ChangeAgent = z
  .object({
    name: NewAgent.shape.name,
    /** Where the same page is to be found now: what is known of the agent stays its own. */
    landingUrl: LandingUrl,
    /** `true` takes the mark from whoever has it. */
    isControl: z.boolean(),
    dailyCap: DailyCap.nullable(),
    tuneUrlId: TuneUrlId.nullable(),
    reason: ChangeReason,
  })
  .partial();
export type ChangeAgent = z.infer<typeof ChangeAgent>;

/** The letter of the n-th agent, counting from 1: A … Z, AA, AB … */
export function agentLetter(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return (rest > 0 ? agentLetter(rest) : '') + String.fromCharCode(65 + ((number - 1) % 26));
}

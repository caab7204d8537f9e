import * as z from 'zod';
import { DailyCap } from './daily-cap.ts';
import { AgentId } from './ids.ts';
import { TUNE_ID } from './link.ts';
import { BasisPoints } from './weights.ts';

/** An agent may be taken out of the split ("off") and put back; its history stays. */
export const AgentState = z.enum(['on', 'off']);
export type AgentState = z.infer<typeof AgentState>;

/**
 * A landing-page URL: an https template (http on localhost), with TUNE's macros and ours in path, query or fragment.
 * Which macros exist and where they may stand is the router's rule (`@alyson/router/domain`), checked on save.
 */
export const LandingUrl = z.string().min(1, 'is missing').max(4000, 'is longer than 4000 characters');

/** TUNE's `url_id` of a landing page. */
const TuneUrlId = z.string().trim().regex(TUNE_ID, "must be TUNE's url_id, a whole number above 0");

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

/** Only what is sent changes. */
export const ChangeAgent = z
  .object({
    name: NewAgent.shape.name,
    dailyCap: DailyCap.nullable(),
    tuneUrlId: TuneUrlId.nullable(),
  })
  .partial();
export type ChangeAgent = z.infer<typeof ChangeAgent>;

/** The letter of the n-th agent, counting from 1: A … Z, AA, AB … */
export function agentLetter(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return (rest > 0 ? agentLetter(rest) : '') + String.fromCharCode(65 + ((number - 1) % 26));
}

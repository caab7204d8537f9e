import * as z from 'zod';
import { BuyerEventKind } from './buyer-event.ts';
import { Mode, Objective, Optimization } from './experiment.ts';
import { AgentId, ExperimentId, RunId } from './ids.ts';
import { AgentWeight } from './release-history.ts';
import { HOUR_MS, InstantMs, Timestamp } from './time.ts';
import { BasisPoints } from './weights.ts';

/** Length of the slots that histories come in. Slots start at whole multiples of it since 1970. */
export const SLOT_MS = HOUR_MS;

/** What one agent's clicks of one slot have brought so far. Bot clicks are left out. */
export const HistorySlot = z.object({
  slotStartMs: InstantMs,
  clicks: z.int().min(0),
  leads: z.int().min(0),
  sales: z.int().min(0),
  /** Net of adjustments and reversals, in the experiment's currency. */
  revenueMicros: z.int(),
});

/** One payment of a buyer for a click of this agent, dated by ages so that maturity can be learnt. */
export const HistoryOutcome = z.object({
  kind: BuyerEventKind,
  clickedAtMs: InstantMs,
  /** From the click to the event. */
  ageMs: z.int(),
  amountMicros: z.int(),
});

/** All that was known of one agent at `asOf`. */
export const AgentHistory = z.object({
  agentId: AgentId,
  number: z.int(),
  letter: z.string(),
  name: z.string(),
  isOn: z.boolean(),
  isControl: z.boolean(),
  weightBasisPoints: BasisPoints,
  slots: z.array(HistorySlot),
  outcomes: z.array(HistoryOutcome),
});
export type AgentHistory = z.infer<typeof AgentHistory>;

/** The input of a grading run: pure data, stored with the run so that it can be computed again. */
export const Histories = z.object({
  experimentId: ExperimentId,
  asOf: InstantMs,
  objective: Objective,
  mode: Mode,
  isRunning: z.boolean(),
  isHeld: z.boolean(),
  currency: z.string(),
  optimization: Optimization,
  /** Version of the experiment these were read at; a proposal made from an older one is refused. */
  experimentVersion: z.int(),
  releaseNumber: z.int(),
  /** When a buyer event for this experiment last came. */
  lastBuyerEventAtMs: InstantMs.nullable(),
  agents: z.array(AgentHistory),
});
export type Histories = z.infer<typeof Histories>;

/** A predicted quantity as a distribution: mean, standard deviation and the bounds of its 95% range. */
export const Estimate = z.object({ mean: z.number(), sd: z.number().min(0), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof Estimate>;

/** A model's word on one agent. RPC in the currency's major unit, CVR as leads per click. */
export const Prediction = z.object({
  agentId: AgentId,
  clicks: z.int(),
  leads: z.int(),
  sales: z.int(),
  revenueMicros: z.int(),
  cvr: Estimate,
  rpc: Estimate,
  /** Chance of being best under the objective, among the agents that are on; 0 for one that is off. */
  probabilityBest: z.number().min(0).max(1),
  /** What choosing this agent for ever would cost against the best, per click, in the objective's unit. */
  expectedLoss: z.number().min(0),
});
export type Prediction = z.infer<typeof Prediction>;

export const GradeLetter = z.enum(['A', 'B', 'C', 'D', 'E', 'F']);

/** Why a grade is what it is: a code and its numbers, put into words by the panel (`gradeReasonText` in web/src/features/experiment). */
export const GradeReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('too_few_clicks'), clicks: z.int(), needed: z.int() }),
  z.object({ code: z.literal('likely_best'), probabilityBest: z.number() }),
  z.object({ code: z.literal('behind_best'), lossShare: z.number(), bestLetter: z.string() }),
  z.object({ code: z.literal('overlaps_best'), low: z.number(), high: z.number(), bestLetter: z.string() }),
  z.object({ code: z.literal('off') }),
]);
export type GradeReason = z.infer<typeof GradeReason>;

/** A–F for one agent in one run; `letter` is null while there is too little to grade. */
export const AgentGrade = z.object({ agentId: AgentId, letter: GradeLetter.nullable(), reasons: z.array(GradeReason) });
export type AgentGrade = z.infer<typeof AgentGrade>;

/** One cause of a change of weight. The basis points of an agent's causes sum to its change exactly. */
export const WeightCause = z.object({
  code: z.enum(['prediction', 'floor', 'step_limit', 'agent_off', 'rounding']),
  basisPoints: z.int(),
});
export type WeightCause = z.infer<typeof WeightCause>;

export const WeightChange = z.object({
  agentId: AgentId,
  fromBasisPoints: BasisPoints,
  toBasisPoints: BasisPoints,
  causes: z.array(WeightCause),
});
export type WeightChange = z.infer<typeof WeightChange>;

/** Why a run left the split alone (W6). */
export const HoldCode = z.enum([
  'fixed_mode',
  'held_by_person',
  'ramping',
  'not_running',
  'too_few_clicks',
  'stale_outcomes',
  'no_outcomes',
  'sample_ratio_mismatch',
  'model_failed',
  'experiment_changed',
]);
export type HoldCode = z.infer<typeof HoldCode>;

/** The worker's proposal: it never decides (W2). `hold` set means: change nothing, and this is why. */
export const Proposal = z.object({
  asOf: InstantMs,
  experimentVersion: z.int(),
  model: z.object({ name: z.string(), version: z.string() }),
  predictions: z.array(Prediction),
  grades: z.array(AgentGrade),
  changes: z.array(WeightChange),
  hold: z.object({ code: HoldCode, detail: z.string() }).nullable(),
});
export type Proposal = z.infer<typeof Proposal>;

export const RunState = z.enum(['queued', 'running', 'published', 'no_change', 'held', 'failed']);
export type RunState = z.infer<typeof RunState>;

/** What queued a run: a fire of the experiment's schedule, or a person. */
export const RunTrigger = z.enum(['schedule', 'manual']);
export type RunTrigger = z.infer<typeof RunTrigger>;

/** One grading of one experiment: what went in, what came out, what was done and why (W7). */
export const Run = z.object({
  id: RunId,
  experimentId: ExperimentId,
  trigger: RunTrigger,
  scheduledFor: Timestamp,
  state: RunState,
  attempts: z.int(),
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
  proposal: Proposal.nullable(),
  oldSplit: z.array(AgentWeight).nullable(),
  newSplit: z.array(AgentWeight).nullable(),
  /** The release it published. */
  releaseNumber: z.int().nullable(),
  /** Why nothing was published, or what failed; in words. */
  detail: z.string().nullable(),
});
export type Run = z.infer<typeof Run>;

/** Leads, sales and net revenue, in the experiment's currency, of the clicks that a run looked at. */
const KnownOutcomes = z.object({ leads: z.int(), sales: z.int(), revenueMicros: z.int() });

/** What a run knew of its agents' outcomes, beside what is known by now of the very same clicks. */
export const RunKnowledge = z.object({
  runId: RunId,
  /** When it looked. */
  asOf: Timestamp,
  currency: z.string(),
  agents: z.array(
    z.object({
      agentId: AgentId,
      letter: z.string(),
      name: z.string(),
      knownThen: KnownOutcomes,
      knownNow: KnownOutcomes,
    }),
  ),
});
export type RunKnowledge = z.infer<typeof RunKnowledge>;

/** A run handed to a worker, with the time until which it is this worker's alone. */
export const ClaimedRun = z.object({
  id: RunId,
  experimentId: ExperimentId,
  leaseId: z.string(),
  leasedUntil: Timestamp,
  /** Of the request that asked for the run, else the run's own id: for `X-Request-Id` and every line about it. */
  requestId: z.string(),
});
export type ClaimedRun = z.infer<typeof ClaimedRun>;

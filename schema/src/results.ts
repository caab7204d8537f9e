import * as z from 'zod';
import { AgentState } from './agent.ts';
import { ExperimentState, Mode, Objective } from './experiment.ts';
import { AgentId, ExperimentId } from './ids.ts';
import { Currency } from './money.ts';
import { AgentGrade, Estimate } from './run.ts';
import { Timestamp } from './time.ts';
import { BasisPoints } from './weights.ts';

/**
 * Counts of a group of clicks and what buyers reported of them, by date of click. Bots are left out of all but `botClicks`,
 * and clicks that a link or a rule sent to their agent out of all: they would not compare agents (R17).
 */
export const Outcomes = z.object({
  clicks: z.int(),
  botClicks: z.int(),
  leads: z.int(),
  sales: z.int(),
  /** Net of adjustments and reversals, in the experiment's currency. */
  revenueMicros: z.int(),
});
export type Outcomes = z.infer<typeof Outcomes>;

/** The same of people's clicks that a link or a rule sent to their agent: shown apart, and not graded. */
export const DirectedOutcomes = Outcomes.omit({ botClicks: true });
export type DirectedOutcomes = z.infer<typeof DirectedOutcomes>;

/** One agent over the chosen time, beside the newest run's word on it (null before the first run). */
export const AgentResult = z.object({
  agentId: AgentId,
  letter: z.string(),
  name: z.string(),
  state: AgentState,
  isControl: z.boolean(),
  weightBasisPoints: BasisPoints,
  outcomes: Outcomes,
  directed: DirectedOutcomes,
  cvr: Estimate.nullable(),
  rpc: Estimate.nullable(),
  probabilityBest: z.number().nullable(),
  grade: AgentGrade.nullable(),
});
export type AgentResult = z.infer<typeof AgentResult>;

export const ExperimentResults = z.object({
  experimentId: ExperimentId,
  from: Timestamp,
  to: Timestamp,
  totals: Outcomes,
  directed: DirectedOutcomes,
  agents: z.array(AgentResult),
  /** Per hour or per day, whichever gives a readable line; only buckets with traffic. */
  series: z.array(
    z.object({
      at: Timestamp,
      agents: z.array(z.object({ agentId: AgentId, clicks: z.int(), leads: z.int(), revenueMicros: z.int() })),
    }),
  ),
  /** When the newest click and the newest buyer event were stored. */
  clicksAsOf: Timestamp.nullable(),
  revenueAsOf: Timestamp.nullable(),
  /** When the estimates above were made. */
  gradedAt: Timestamp.nullable(),
});
export type ExperimentResults = z.infer<typeof ExperimentResults>;

/** What one agent got on one day, and what buyers have reported of it by now. */
export const DailyResult = z.object({
  /** On the workspace's calendar. */
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  agentId: AgentId,
  letter: z.string(),
  name: z.string(),
  currency: Currency,
  outcomes: Outcomes,
  directed: DirectedOutcomes,
});
export type DailyResult = z.infer<typeof DailyResult>;

/** The orders of the list of experiments; a `-` begins with the greatest, the newest or the last. */
export const ExperimentSort = z.enum(['-updatedAt', 'updatedAt', '-createdAt', 'createdAt', 'name', '-name']);
export type ExperimentSort = z.infer<typeof ExperimentSort>;

/** An experiment in the list, with its last 14 days. */
export const ExperimentListItem = z.object({
  id: ExperimentId,
  name: z.string(),
  state: ExperimentState,
  mode: Mode,
  objective: Objective,
  currency: z.string(),
  heldSince: Timestamp.nullable(),
  agents: z.array(
    z.object({
      id: AgentId,
      letter: z.string(),
      name: z.string(),
      weightBasisPoints: BasisPoints,
      state: AgentState,
    }),
  ),
  outcomes: Outcomes,
  directed: DirectedOutcomes,
  /** Splits of the last 14 days, oldest first: what the sparkline draws. */
  splits: z.array(z.object({ at: Timestamp, weights: z.array(BasisPoints) })),
  best: z
    .object({ letter: z.string(), probabilityBest: z.number(), grade: z.string().nullable(), rpc: Estimate })
    .nullable(),
  nextGradingAt: Timestamp.nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type ExperimentListItem = z.infer<typeof ExperimentListItem>;

import * as z from 'zod';
import { DecisionReason } from './click.ts';
import { AgentId, ExperimentId, idOf } from './ids.ts';
import { Timestamp } from './time.ts';

export const TuneParityId = idOf('tuneParity');

/** Whether chance alone explains a difference, and by which test that was judged. */
export const ChanceTest = z.object({
  method: z.enum(['chi_square', 'exact']),
  /** The chance of a difference this large, or larger, where there is none. */
  pValue: z.number().min(0).max(1),
});
export type ChanceTest = z.infer<typeof ChanceTest>;

export const TuneParityAgent = z.object({
  agentId: AgentId,
  letter: z.string(),
  name: z.string(),
  weightBasisPoints: z.int(),
  /** Of the clicks that both gave to an agent by their split. */
  tuneClicks: z.int(),
  ourClicks: z.int(),
});
export type TuneParityAgent = z.infer<typeof TuneParityAgent>;

const Count = z.object({ reason: z.string(), clicks: z.int() });

export const TuneParityExperiment = z.object({
  experimentId: ExperimentId,
  name: z.string(),
  source: z.object({ kind: z.enum(['campaign', 'offer']), id: z.string() }),
  clicks: z.int(),
  compared: z.int(),
  /** How many clicks both gave to the same agent; chance alone makes many differ. */
  agreed: z.int(),
  agents: z.array(TuneParityAgent),
  /** TUNE's split and ours, held against each other. Null with too little to compare. */
  difference: ChanceTest.nullable(),
  /** TUNE's split against the weights that were imported. */
  tuneAgainstWeights: ChanceTest.nullable(),
  /** Ours against the same. */
  oursAgainstWeights: ChanceTest.nullable(),
  verdict: z.enum(['alike', 'different', 'too_few']),
  /** Clicks that we would send to a fallback. */
  fallbacks: z.array(z.object({ reason: DecisionReason, clicks: z.int() })),
  /** Clicks left out of the comparison, and why. */
  leftOut: z.array(Count),
});
export type TuneParityExperiment = z.infer<typeof TuneParityExperiment>;

export const TuneParity = z.object({
  rows: z.int(),
  unreadable: z.int(),
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
  experiments: z.array(TuneParityExperiment),
  overall: z.object({
    compared: z.int(),
    agreed: z.int(),
    difference: z.number().min(0).max(1).nullable(),
    verdict: z.enum(['alike', 'different', 'too_few']),
  }),
  /** Clicks on what was never imported; the largest hundred. */
  notImported: z.array(z.object({ kind: z.enum(['campaign', 'offer']), id: z.string(), clicks: z.int() })),
  /** What the tests take for granted. */
  assumptions: z.array(z.string()),
});
export type TuneParity = z.infer<typeof TuneParity>;

export const TuneParityReport = z.object({
  id: TuneParityId,
  createdAt: Timestamp,
  createdBy: z.string(),
  fileName: z.string(),
  report: TuneParity,
});
export type TuneParityReport = z.infer<typeof TuneParityReport>;

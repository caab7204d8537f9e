import * as z from 'zod';
import { ActorKind } from './access.ts';
import { AgentId, ExperimentId, RunId } from './ids.ts';
import { RoutedState } from './release.ts';
import { Timestamp } from './time.ts';
import { BasisPoints } from './weights.ts';

/** `publishing` until an edge has read it back, then `published`; `applied` once recent clicks carry it (R22). */
export const ReleaseStatus = z.enum(['publishing', 'published', 'applied']);
export type ReleaseStatus = z.infer<typeof ReleaseStatus>;

/** What made a release. Only `optimizer` is the machine's own doing. */
export const ReleaseCause = z.enum([
  'started',
  'override',
  'optimizer',
  'rollback',
  'paused',
  'resumed',
  'agent_off',
  'agent_on',
  'agent_added',
  'agent_archived',
  'edited',
  'completed',
  /** A daily cap was reached, or its day is over (R10). */
  'capped',
  'uncapped',
  /** A step of a ramp, or its return. */
  'ramp',
  /** An edge holds a later number than the database, which was restored from a backup: the same again, above it. */
  'restored',
  /** A link's clicks go to TUNE again, or come from it again. */
  'handed_back',
  'taken_back',
]);
export type ReleaseCause = z.infer<typeof ReleaseCause>;

export const AgentWeight = z.object({ agentId: AgentId, weightBasisPoints: BasisPoints });
export type AgentWeight = z.infer<typeof AgentWeight>;

/** A release as people see it: its number, its split, who made it and why. The signed document is `Release`. */
export const ReleaseSummary = z.object({
  experimentId: ExperimentId,
  number: z.int(),
  cause: ReleaseCause,
  actor: z.object({ kind: ActorKind, name: z.string() }),
  reason: z.string().nullable(),
  /** What an edit altered, e.g. `added the rule “Mobile”`. */
  summary: z.string().nullable(),
  /** The grading run that proposed it. */
  runId: RunId.nullable(),
  /** Of a rollback: the release whose content came back. */
  rollbackOf: z.int().nullable(),
  state: RoutedState,
  weights: z.array(AgentWeight),
  /** Agents that were off, or had had all clicks of their day: their weight stays in the split, their clicks went to the others. */
  offAgentIds: z.array(AgentId),
  status: ReleaseStatus,
  publishedAt: Timestamp,
  confirmedAt: Timestamp.nullable(),
});
export type ReleaseSummary = z.infer<typeof ReleaseSummary>;

export const RollBack = z.object({
  reason: z.string().trim().min(1, 'say why, for whoever reads it later').max(500),
  hold: z.boolean(),
});

import * as z from 'zod';
import { ActorKind } from './access.ts';
import { FieldChange } from './field-change.ts';
import { ExperimentId, ProposedChangeId } from './ids.ts';
import { Timestamp } from './time.ts';

/**
 * What a second person may have to approve: the endpoints that alter where a live experiment's clicks go. Pausing,
 * resuming, holding and turning an agent off are not among them: in an emergency nobody waits.
 */
export const ProposableAction = z.enum([
  'changeExperiment',
  'overrideSplit',
  'startRamp',
  'addAgent',
  'changeAgent',
  'archiveAgent',
  'turnAgentOn',
  'addLink',
  'changeLink',
  'removeLink',
  'rollBack',
  'completeExperiment',
]);
export type ProposableAction = z.infer<typeof ProposableAction>;

/** `stale`: what it was to change had been changed otherwise before anybody approved it. */
export const ProposedChangeState = z.enum(['open', 'approved', 'refused', 'withdrawn', 'stale']);
export type ProposedChangeState = z.infer<typeof ProposedChangeState>;

const Someone = z.object({ kind: ActorKind, id: z.string().nullable(), name: z.string() });

/** A change that waits for a second person, or did (C9). */
export const ProposedChange = z.object({
  id: ProposedChangeId,
  experimentId: ExperimentId,
  experimentName: z.string(),
  action: ProposableAction,
  reason: z.string(),
  state: ProposedChangeState,
  /** What it alters, as it was when it was proposed and as it would be. */
  changes: z.array(FieldChange),
  /** The experiment's version that it was made on, and the one it is at. */
  basedOnVersion: z.int(),
  experimentVersion: z.int(),
  proposedBy: Someone,
  proposedAt: Timestamp,
  decidedBy: Someone.nullable(),
  decidedAt: Timestamp.nullable(),
  decisionNote: z.string().nullable(),
});
export type ProposedChange = z.infer<typeof ProposedChange>;

/** The request that is to be made once somebody has approved it, in the shape of its own endpoint. */
export const ProposeChange = z.object({
  action: ProposableAction,
  /** The endpoint's other parameters in its path, e.g. `agentId`. */
  params: z.record(z.string().max(64), z.string().max(64)).default({}),
  body: z.unknown().optional(),
  /** For whoever is to approve it. */
  reason: z.string().trim().max(500).default(''),
});
export type ProposeChange = z.infer<typeof ProposeChange>;

export const DecideProposedChange = z.object({ note: z.string().trim().max(500).default('') });

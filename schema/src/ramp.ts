import * as z from 'zod';
import { ActorKind } from './access.ts';
import { idOf } from './ids.ts';
import { AgentWeight } from './release-history.ts';
import { Timestamp } from './time.ts';
import { BasisPoints, sumOfWeights, TOTAL_BASIS_POINTS } from './weights.ts';

export const RampId = idOf('ramp');

/** `running` and `paused` ramps have steps before them. `superseded`: somebody else changed the split meanwhile. */
export const RampState = z.enum(['running', 'paused', 'finished', 'stopped', 'superseded']);
export type RampState = z.infer<typeof RampState>;

/** Why a ramp was stopped: by its guard, because what it was about has ended, or by a person (`aborted`). */
export const RampStop = z.enum([
  'cvr_worse',
  'rpc_worse',
  'not_applied',
  'page_failing',
  'agent_off',
  'experiment_ended',
  'aborted',
]);
export type RampStop = z.infer<typeof RampStop>;

/** What the guard does when it stops a ramp: leave the split where it is and hold it, or bring back the one before. */
export const RampBreach = z.enum(['hold', 'return']);
export type RampBreach = z.infer<typeof RampBreach>;

const MOST_INTERVAL_MINUTES = 7 * 24 * 60;

/** A weight change spread over steps, each of which is a release (C9). */
export const Ramp = z.object({
  id: RampId,
  state: RampState,
  startWeights: z.array(AgentWeight),
  targetWeights: z.array(AgentWeight),
  /** The largest change of one agent's weight in one step. */
  stepBasisPoints: BasisPoints,
  intervalMinutes: z.int(),
  stepsTaken: z.int(),
  stepsTotal: z.int(),
  onBreach: RampBreach,
  nextStepAt: Timestamp.nullable(),
  /** What keeps the next step waiting although its time has come; null while nothing does. */
  waitsFor: z.enum(['edges', 'resume']).nullable(),
  reason: z.string(),
  actor: z.object({ kind: ActorKind, name: z.string() }),
  startedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  stop: RampStop.nullable(),
  /** Why it was stopped, in words. */
  stopDetail: z.string().nullable(),
  /** Of a stopped one: whether the split from before came back. */
  isReturned: z.boolean(),
});
export type Ramp = z.infer<typeof Ramp>;

/** A person's own split, reached in steps. The first step is taken at once. */
export const StartRamp = z
  .object({
    weights: z.array(AgentWeight).min(1),
    reason: z.string().trim().min(1, 'say why, for whoever reads it later').max(500),
    /** Hold when the last step is taken, so that the optimizer leaves the split alone until someone resumes. */
    hold: z.boolean(),
    stepBasisPoints: BasisPoints.min(1, 'must be 0.01% or more'),
    intervalMinutes: z.int().min(1, 'must be a minute or more').max(MOST_INTERVAL_MINUTES, 'must be a week or less'),
    onBreach: RampBreach,
  })
  .superRefine(({ weights }, context) => {
    const sum = sumOfWeights(weights.map((weight) => weight.weightBasisPoints));
    if (sum !== TOTAL_BASIS_POINTS)
      context.addIssue({ code: 'custom', path: ['weights'], message: `add up to ${sum}, not ${TOTAL_BASIS_POINTS}` });
  });
export type StartRamp = z.infer<typeof StartRamp>;

export const AbortRamp = z.object({
  reason: z.string().trim().min(1, 'say why, for whoever reads it later').max(500),
  /** Whether the split stays where the ramp has brought it, or the one before comes back. */
  split: z.enum(['stay', 'return']),
});
export type AbortRamp = z.infer<typeof AbortRamp>;

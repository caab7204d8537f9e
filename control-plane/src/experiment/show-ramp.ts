import type { ExperimentState, Instant, Ramp } from '@alyson/schema';
import type * as z from 'zod';
import type { RampRow } from './ramps.store.ts';

/** A ramp as the API answers it. */
export type ShownRamp = z.input<typeof Ramp>;

export function showRamp(row: RampRow, experiment: { state: ExperimentState }, now: Instant): ShownRamp {
  return {
    id: row.id,
    state: row.state,
    startWeights: row.startWeights,
    targetWeights: row.targetWeights,
    stepBasisPoints: row.stepBasisPoints,
    intervalMinutes: row.intervalMinutes,
    stepsTaken: row.stepsTaken,
    stepsTotal: row.stepsTotal,
    onBreach: row.onBreach,
    nextStepAt: row.nextStepAt?.toISOString() ?? null,
    waitsFor: waitsFor(row, experiment, now),
    reason: row.reason,
    actor: { kind: row.actorKind, name: row.actorName },
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    stop: row.stop,
    stopDetail: row.stopDetail,
    isReturned: row.isReturned,
  };
}

/** A step is looked for every few seconds: one that is later than that waits for something. */
const GRACE_MS = 10_000;

function waitsFor({ nextStepAt }: RampRow, { state }: { state: ExperimentState }, now: Instant): ShownRamp['waitsFor'] {
  if (nextStepAt === null) return null;
  if (state === 'paused') return 'resume';
  return now - nextStepAt.getTime() > GRACE_MS ? 'edges' : null;
}

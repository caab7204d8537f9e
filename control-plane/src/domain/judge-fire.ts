import { type ExperimentState, type Instant, MINUTE_MS, type Schedule, type ScheduleKind } from '@alyson/schema';
import { instantOf, minuteOf } from './experiment-dates.ts';

/** A fire that came from further ahead than clocks differ is none of ours. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

export interface JudgedFire {
  kind: ScheduleKind;
  scheduledTime: Instant;
}

/** What the fire's experiment looks like by now. */
export interface FiredExperiment {
  state: ExperimentState;
  /** The schedule of the fire's kind. */
  schedule: (Schedule & { lastFireAt: Instant | null }) | null;
}

export const isFromTheFuture = ({ scheduledTime }: JudgedFire, now: Instant): boolean =>
  scheduledTime > now + CLOCK_SKEW_MS;

/**
 * Why a fire must change nothing, in words; null when it is to have its effect. A fire may come hours late: by then the
 * experiment may have been stopped, or its schedule moved.
 */
export function overtakenBy(fire: JudgedFire, { state, schedule }: FiredExperiment): string | null {
  if (!schedule) return 'The schedule has been taken away.';
  switch (fire.kind) {
    case 'grading':
      if (state !== 'running') return `Only a running experiment is graded by its schedule; this one is ${state}.`;
      return schedule.lastFireAt !== null && fire.scheduledTime <= schedule.lastFireAt
        ? 'A later grading has been started already.'
        : null;
    case 'start':
      if (state !== 'scheduled') return `The experiment is ${state}, and waits for no start.`;
      return isMoved(fire, schedule) ? 'The start has been moved.' : null;
    case 'end':
      if (state !== 'running' && state !== 'paused') return `The experiment is ${state}: there is nothing to end.`;
      return isMoved(fire, schedule) ? 'The end has been moved.' : null;
    default:
      return fire.kind satisfies never;
  }
}

/** Schedulers deliver within the minute, and may name any second of it. */
function isMoved({ scheduledTime }: JudgedFire, schedule: Schedule): boolean {
  const instant = instantOf(minuteOf(schedule));
  return instant === null || Math.floor(instant / MINUTE_MS) !== Math.floor(scheduledTime / MINUTE_MS);
}

import { HOUR_MS, type Instant } from '@alyson/schema';
import { nextFire, type ParsedSchedule } from './schedule-expression.ts';

/**
 * The newest time at which a schedule should have fired by now. Of many that were missed, only this one is caught up: it
 * sees all that the others would have seen.
 *
 * @param due  the oldest that has not fired, at `now` or before
 */
export function newestDueFire(
  schedule: ParsedSchedule,
  { due, now, startsAt }: { due: Instant; now: Instant; startsAt: Instant },
): Instant {
  // Looked for from the newest end, in ever longer stretches: after a month of silence there may be 40 000.
  for (let stretchMs = HOUR_MS; ; stretchMs *= 16) {
    const after = Math.max(due, now - stretchMs);
    let newest: Instant | null = null;
    for (let fire = nextFire(schedule, { after, startsAt }); fire !== null && fire <= now; ) {
      newest = fire;
      fire = nextFire(schedule, { after: fire, startsAt });
    }
    if (newest !== null) return newest;
    if (after === due) return due;
  }
}

import type { ExperimentState, Instant, Schedule } from '@alyson/schema';
import { nextFire, parseSchedule } from './schedule-expression.ts';

/** When an experiment is graded next: only a running one is graded by its schedule. */
export interface FirePlan {
  isEnabled: boolean;
  nextFireAt: Instant | null;
}

/** @param startsAt  the phase of a rate */
export function planFires(
  { expression, timezone }: Schedule,
  state: ExperimentState,
  { startsAt, now }: { startsAt: Instant; now: Instant },
): FirePlan {
  const parsed = parseSchedule(expression, timezone);
  if (state !== 'running' || !parsed.ok) return { isEnabled: false, nextFireAt: null };
  return { isEnabled: true, nextFireAt: nextFire(parsed.schedule, { after: now, startsAt }) };
}

/** What keeps a schedule from being kept, in words, and in which of its fields; null when nothing does. */
export function refuseSchedule(
  { expression, timezone }: Schedule,
  now: Instant,
): { field: keyof Schedule; detail: string } | null {
  const parsed = parseSchedule(expression, timezone);
  if (!parsed.ok)
    return { field: parseSchedule('rate(1 hour)', timezone).ok ? 'expression' : 'timezone', detail: parsed.detail };
  const isOver = nextFire(parsed.schedule, { after: now, startsAt: now }) === null;
  return isOver
    ? { field: 'expression', detail: 'This time is over, or never comes: no grading would ever start.' }
    : null;
}

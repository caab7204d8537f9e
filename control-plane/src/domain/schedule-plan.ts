import { type ExperimentState, type Instant, MINUTE_MS, type Schedule, type ScheduleKind } from '@alyson/schema';
import { nextFire, parseSchedule } from './schedule-expression.ts';

/** Whether a scheduler is to hold a schedule, and whether it fires there. */
export type Holding = 'on' | 'paused' | 'absent';

/** By an experiment's state: what may fire, what waits for the experiment to go on, and what is not wanted yet or any more. */
const HOLDINGS: Readonly<Record<ScheduleKind, Readonly<Record<ExperimentState, Holding>>>> = {
  start: {
    draft: 'absent',
    scheduled: 'on',
    running: 'absent',
    paused: 'absent',
    completed: 'absent',
    archived: 'absent',
  },
  grading: {
    draft: 'absent',
    scheduled: 'paused',
    running: 'on',
    paused: 'paused',
    completed: 'absent',
    archived: 'absent',
  },
  end: {
    draft: 'absent',
    scheduled: 'on',
    running: 'on',
    paused: 'on',
    completed: 'absent',
    archived: 'absent',
  },
};

export const holdingOf = (kind: ScheduleKind, state: ExperimentState): Holding => HOLDINGS[kind][state];

/** When a schedule fires next, as things stand. */
export interface FirePlan {
  isEnabled: boolean;
  nextFireAt: Instant | null;
}

/** @param startsAt  the phase of a rate */
export function planFires(
  kind: ScheduleKind,
  { expression, timezone }: Schedule,
  state: ExperimentState,
  { startsAt, now }: { startsAt: Instant; now: Instant },
): FirePlan {
  const parsed = parseSchedule(expression, timezone);
  if (holdingOf(kind, state) !== 'on' || !parsed.ok) return { isEnabled: false, nextFireAt: null };
  return { isEnabled: true, nextFireAt: nextFire(parsed.schedule, { after: now, startsAt }) };
}

/** The next fires, the first of them after `now`; none where the expression cannot be read. */
export function nextFires(
  { expression, timezone }: Schedule,
  { startsAt, now, count }: { startsAt: Instant; now: Instant; count: number },
): Instant[] {
  const parsed = parseSchedule(expression, timezone);
  const fires: Instant[] = [];
  while (parsed.ok && fires.length < count) {
    const fire = nextFire(parsed.schedule, { after: fires.at(-1) ?? now, startsAt });
    if (fire === null) break;
    fires.push(fire);
  }
  return fires;
}

/** Schedulers fire on whole minutes, so that a rate set now counts from the minute that it is. */
export const wholeMinute = (instant: Instant): Instant => Math.floor(instant / MINUTE_MS) * MINUTE_MS;

import { HOUR_MS } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../background.ts';
import type { Deps } from '../context.ts';
import type { Scheduler } from '../io/scheduler.ts';
import { applySchedules } from './apply-schedules.ts';
import { checkDrift, removeOrphans } from './check-drift.ts';
import { requestUnapplied } from './schedule-outbox.store.ts';

const POLL_MS = 1_000;
const CHECK_MS = 10_000;
const LONGEST_RETRY_MS = 30_000;

/** Keeps a scheduler outside as the database says: changes at once, differences by a slow look at each in turn. */
export function startScheduling(deps: Deps, scheduler: Scheduler): BackgroundTask {
  const { changes, counters, log } = deps;
  let isComplete = false;
  const loop = (name: string, everyMs: number, step: () => Promise<void>) =>
    startLoop({ name, log, counters, everyMs, longestRetryMs: Math.max(LONGEST_RETRY_MS, everyMs), step });
  const apply = loop('apply schedules', POLL_MS, async () => {
    if (!isComplete) await requestUnapplied(deps.db, new Date(deps.now()));
    isComplete = true;
    while (await applySchedules(deps, scheduler));
  });
  const loops = [
    apply,
    loop('check schedules', CHECK_MS, () => checkDrift(deps, scheduler)),
    loop('sweep schedules', HOUR_MS, () => removeOrphans(deps, scheduler)),
  ];
  const unsubscribe = changes.subscribe(({ event }) => {
    if (event.topic === 'experiment' || event.topic === 'release') apply.wake();
  });
  return {
    async stop() {
      unsubscribe();
      await Promise.all(loops.map((each) => each.stop()));
    },
  };
}

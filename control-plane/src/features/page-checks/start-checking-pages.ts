import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { checkDuePages } from './check-due-pages.ts';

const LOOK_MS = 10_000;
const LONGEST_RETRY_MS = 60_000;

/** Checks landing pages from time to time, and at once where an experiment was saved or somebody asks. */
export function startCheckingPages(deps: Deps): BackgroundTask {
  const loop = startLoop({
    name: 'page checks',
    log: deps.log,
    counters: deps.counters,
    everyMs: LOOK_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    step: () => checkDuePages(deps),
  });
  const unsubscribe = deps.changes.subscribe(({ event }) => {
    if (event.topic === 'experiment') loop.wake();
  });
  return {
    stop() {
      unsubscribe();
      return loop.stop();
    },
  };
}

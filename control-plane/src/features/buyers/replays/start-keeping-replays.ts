import { type BackgroundTask, startLoop } from '../../../background.ts';
import type { Deps } from '../../../context.ts';
import { keepReplays } from './keep-replays.ts';

/** Reads stored reports anew, as long as the process runs. */
export const startKeepingReplays = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'replays of mappings',
    log: deps.log,
    counters: deps.counters,
    everyMs: 1000,
    longestRetryMs: 60_000,
    step: () => keepReplays(deps),
  });

import { MINUTE_MS } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { watchBuyers } from './watch-buyers.ts';
import { watchDestinations } from './watch-destinations.ts';

/** Looks from time to time for what somebody should know of. */
export const startWatching = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'watch',
    log: deps.log,
    counters: deps.counters,
    everyMs: 2 * MINUTE_MS,
    longestRetryMs: 10 * MINUTE_MS,
    step: async () => {
      await watchDestinations(deps);
      await watchBuyers(deps);
    },
  });

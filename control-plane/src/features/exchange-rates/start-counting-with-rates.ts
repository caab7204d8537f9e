import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { countWithRates } from './count-with-rates.ts';

/** How long amounts go on waiting once their rate is there. */
const LOOK_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/** Looks for rates that have come. */
export const startCountingWithRates = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'exchange rates',
    log: deps.log,
    counters: deps.counters,
    everyMs: LOOK_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    step: () => countWithRates(deps),
  });

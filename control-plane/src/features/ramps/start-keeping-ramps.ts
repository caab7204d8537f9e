import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { keepRamps } from './keep-ramps.ts';

/** Intervals are whole minutes; this is how late a step may be, and how soon the guard sees something. */
const LOOK_MS = 5_000;
const LONGEST_RETRY_MS = 30_000;

/** Looks after ramps, every few seconds. */
export const startKeepingRamps = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'ramps',
    log: deps.log,
    counters: deps.counters,
    everyMs: LOOK_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    step: () => keepRamps(deps),
  });

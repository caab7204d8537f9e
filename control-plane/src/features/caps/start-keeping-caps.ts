import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { keepCaps } from './keep-caps.ts';

const LOOK_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

/** Looks after daily caps, every second. */
export const startKeepingCaps = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'caps',
    log: deps.log,
    counters: deps.counters,
    everyMs: LOOK_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    step: () => keepCaps(deps),
  });

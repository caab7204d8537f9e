import { HOUR_MS } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { forgetOldClicks } from './forget-old-clicks.ts';

export const startForgettingClicks = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'forget clicks',
    log: deps.log,
    counters: deps.counters,
    everyMs: HOUR_MS,
    longestRetryMs: HOUR_MS,
    step: async () => void (await forgetOldClicks(deps)),
  });

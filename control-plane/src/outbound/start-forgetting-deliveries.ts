import { DAY_MS, HOUR_MS } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../background.ts';
import type { Deps } from '../context.ts';
import { deleteOldDeliveries } from './deliveries.store.ts';

/** How long the log of what arrived, or did not, is kept. What a postback was told of once, it can be told again after this. */
const KEPT_DAYS = 400;
const BATCH = 2_000;

/** Deletes the log of deliveries when it is old enough; what still waits stays. */
export const startForgettingDeliveries = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'forget deliveries',
    log: deps.log,
    counters: deps.counters,
    everyMs: HOUR_MS,
    longestRetryMs: HOUR_MS,
    step: async () => {
      const before = new Date(deps.now() - KEPT_DAYS * DAY_MS);
      while ((await deleteOldDeliveries(deps.db, before, BATCH)) === BATCH);
    },
  });

import { DAY_MS, HOUR_MS } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { deleteNames } from './event-names.store.ts';
import { deleteOld } from './forget.store.ts';
import { KEPT_CALLS_DAYS, KEPT_NAMES_DAYS, KEPT_PAGE_EVENTS_DAYS } from './retention.ts';

/** Each batch is a transaction of its own, of some ten milliseconds. */
const BATCH = 2_000;

/** Deletes what has been kept long enough. The steps that were counted of it stay. */
export async function forgetPageEvents({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const before = (days: number) => new Date(now() - days * DAY_MS);
  while ((await deleteOld(db, 'calls', before(KEPT_CALLS_DAYS), BATCH)) === BATCH);
  while ((await deleteOld(db, 'page_events', before(KEPT_PAGE_EVENTS_DAYS), BATCH)) === BATCH);
  await deleteNames(db, before(KEPT_NAMES_DAYS));
}

export const startForgettingPageEvents = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'forget page events',
    log: deps.log,
    counters: deps.counters,
    everyMs: HOUR_MS,
    longestRetryMs: HOUR_MS,
    step: () => forgetPageEvents(deps),
  });

import { DAY_MS, HOUR_MS } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { deleteFiresBefore } from './fires.store.ts';

/** Longer than any queue keeps a fire: 14 days, and as long again behind it for those it could not deliver. */
const KEPT_MS = 35 * DAY_MS;
const AT_ONCE = 5_000;

/** Lets go of fires that can come no more. */
export async function forgetFires({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> {
  const before = new Date(now() - KEPT_MS);
  while ((await deleteFiresBefore(db, before, AT_ONCE)) === AT_ONCE);
}

export const startForgettingFires = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'forget fires',
    log: deps.log,
    counters: deps.counters,
    everyMs: HOUR_MS,
    longestRetryMs: HOUR_MS,
    step: () => forgetFires(deps),
  });

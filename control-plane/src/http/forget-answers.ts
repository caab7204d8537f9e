import { DAY_MS, HOUR_MS } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../background.ts';
import type { Deps } from '../context.ts';
import { deleteAnswersBefore } from './idempotency.store.ts';

/** How long a repeat under the same Idempotency-Key finds the first answer. */
const KEPT_MS = DAY_MS;

/** An answer may hold what is shown once only, such as a webhook secret: none is kept longer than repeats need it. */
export const forgetAnswers = ({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> =>
  deleteAnswersBefore(db, new Date(now() - KEPT_MS));

export const startForgettingAnswers = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'forget answers',
    log: deps.log,
    counters: deps.counters,
    everyMs: HOUR_MS,
    longestRetryMs: HOUR_MS,
    step: () => forgetAnswers(deps),
  });

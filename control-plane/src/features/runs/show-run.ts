import { type Run, toTimestamp } from '@alyson/schema';
import type * as z from 'zod';
import type { ListedRun } from './runs.store.ts';

/** A run as the API answers it. */
export type ShownRun = z.input<typeof Run>;

export const showRun = (run: ListedRun): ShownRun => ({
  id: run.id,
  experimentId: run.experimentId,
  trigger: run.trigger,
  scheduledFor: toTimestamp(run.scheduledFor.getTime()),
  state: run.state,
  attempts: run.attempts,
  startedAt: run.startedAt && toTimestamp(run.startedAt.getTime()),
  finishedAt: run.finishedAt && toTimestamp(run.finishedAt.getTime()),
  proposal: run.proposal,
  oldSplit: run.oldSplit,
  newSplit: run.newSplit,
  releaseNumber: run.releaseNumber,
  detail: run.detail,
});

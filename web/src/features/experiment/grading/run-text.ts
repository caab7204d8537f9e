import type { HoldCode, Run } from '@alyson/schema';

/** What came of a run, in a few words. */
export function runStateText({ state, releaseNumber }: Pick<Run, 'state' | 'releaseNumber'>): string {
  switch (state) {
    case 'queued':
      return 'Waiting for a worker';
    case 'running':
      return 'Grading now';
    case 'published':
      return releaseNumber === null ? 'Published' : `Published release ${releaseNumber}`;
    case 'no_change':
      return 'No change';
    case 'held':
      return 'Held';
    case 'failed':
      return 'Failed';
    default:
      return state satisfies never;
  }
}

/** Why a run left the split alone. The worker's own detail, with its numbers, belongs beside it. */
export const HOLD_TEXTS: Record<HoldCode, string> = {
  fixed_mode: 'A person sets this split, so grading publishes nothing.',
  held_by_person: 'The split is held, so grading publishes nothing.',
  ramping: 'A ramp is under way, so grading publishes nothing.',
  not_running: 'The experiment is not running.',
  too_few_clicks: 'There are too few clicks to grade.',
  stale_outcomes: 'The newest report of a buyer is too old to decide by.',
  no_outcomes: 'No buyer has reported anything yet.',
  sample_ratio_mismatch: 'Clicks did not arrive in the proportions of the split, so the data is not to be trusted.',
  model_failed: 'The prediction failed, and a failed prediction never moves a weight.',
  experiment_changed: 'The experiment was changed while it was being graded.',
};

/** Whether a run started now may publish, and if not, why. */
export function mayPublish(experiment: { mode: 'fixed' | 'auto'; heldSince: string | null; state: string }): {
  may: boolean;
  text: string;
} {
  if (experiment.state !== 'running') return { may: false, text: 'Grades only: the experiment is not running.' };
  if (experiment.mode === 'fixed') return { may: false, text: 'Grades only: a person sets this split.' };
  if (experiment.heldSince) return { may: false, text: 'Grades only: the split is held.' };
  return { may: true, text: 'May publish a new release, within the limits.' };
}

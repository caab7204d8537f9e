import type { ExperimentListItem } from '@alyson/schema';
import type { ExperimentFilter } from '../../lib/experiments.ts';

/** How the list groups experiments. */
export const STATUSES = ['running', 'scheduled', 'draft', 'held', 'paused', 'ended', 'archived'] as const;
export type Status = (typeof STATUSES)[number];

export const STATUS_LABEL: Record<Status, string> = {
  running: 'Running',
  scheduled: 'Scheduled',
  draft: 'Draft',
  held: 'Held',
  paused: 'Paused',
  ended: 'Ended',
  archived: 'Archived',
};

/** How the API is asked for a group. */
export const STATUS_FILTER: Readonly<Record<Status, ExperimentFilter>> = {
  running: { state: 'running', held: 'false' },
  scheduled: { state: 'scheduled' },
  draft: { state: 'draft' },
  held: { state: 'running', held: 'true' },
  paused: { state: 'paused' },
  ended: { state: 'completed' },
  archived: { state: 'archived' },
};

/** The one group an experiment belongs to; a hold comes before running, because somebody must lift it. */
export function statusOf({ state, heldSince }: Pick<ExperimentListItem, 'state' | 'heldSince'>): Status {
  switch (state) {
    case 'running':
      return heldSince ? 'held' : 'running';
    case 'draft':
    case 'scheduled':
    case 'paused':
      return state;
    case 'completed':
      return 'ended';
    case 'archived':
      return 'archived';
    default:
      return state satisfies never;
  }
}

/** How many experiments each group has. */
export function countByStatus(items: readonly ExperimentListItem[]): Record<Status, number> {
  const counts = { running: 0, scheduled: 0, draft: 0, held: 0, paused: 0, ended: 0, archived: 0 };
  for (const item of items) counts[statusOf(item)] += 1;
  return counts;
}

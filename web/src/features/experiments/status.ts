import type { ExperimentListItem } from '@alyson/schema';

/** How the list groups experiments. */
export const STATUSES = ['running', 'draft', 'held', 'paused', 'ended', 'archived'] as const;
export type Status = (typeof STATUSES)[number];

export const STATUS_LABEL: Record<Status, string> = {
  running: 'Running',
  draft: 'Draft',
  held: 'Held',
  paused: 'Paused',
  ended: 'Ended',
  archived: 'Archived',
};

/** The one group an experiment belongs to; a hold comes before running, because somebody must lift it. */
export function statusOf({ state, heldSince }: Pick<ExperimentListItem, 'state' | 'heldSince'>): Status {
  switch (state) {
    case 'running':
      return heldSince ? 'held' : 'running';
    case 'draft':
    case 'scheduled':
      return 'draft';
    case 'paused':
      return 'paused';
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
  const counts = { running: 0, draft: 0, held: 0, paused: 0, ended: 0, archived: 0 };
  for (const item of items) counts[statusOf(item)] += 1;
  return counts;
}

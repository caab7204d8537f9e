import type { ExperimentListItem } from '@alyson/schema';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

const PER_PAGE = 200;
const MOST_PAGES = 5;

export interface ExperimentList {
  items: ExperimentListItem[];
  /** There are more than were read; a search finds them. */
  isCut: boolean;
}

/** Experiments that match a search, newest change first, up to a thousand. The archived ones are a list of their own. */
export const experimentsQuery = (q = '', isArchived = false) =>
  queryOptions({
    queryKey: keys.experimentList({ q, isArchived }),
    queryFn: ({ signal }) => readAll(q, isArchived, signal),
    placeholderData: keepPreviousData,
  });

async function readAll(q: string, isArchived: boolean, signal: AbortSignal): Promise<ExperimentList> {
  const items: ExperimentListItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await api.listExperiments({
      query: { q: q || undefined, state: isArchived ? 'archived' : undefined, cursor, limit: PER_PAGE },
      signal,
    });
    items.push(...answer.items);
    if (answer.nextCursor === null) return { items, isCut: false };
    cursor = answer.nextCursor;
  }
  return { items, isCut: true };
}

import type { ExperimentListItem, ExperimentState } from '@alyson/schema';
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

export interface ExperimentFilter {
  /** Without one: all but the archived ones. */
  state?: ExperimentState;
  held?: 'true' | 'false';
}

/** Experiments that match a search and a filter, newest change first, up to a thousand. */
export const experimentsQuery = (q = '', filter: ExperimentFilter = {}) =>
  queryOptions({
    queryKey: keys.experimentList({ q, ...filter }),
    queryFn: ({ signal }) => readAll(q, filter, signal),
    placeholderData: keepPreviousData,
  });

async function readAll(q: string, filter: ExperimentFilter, signal: AbortSignal): Promise<ExperimentList> {
  const items: ExperimentListItem[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await api.listExperiments({
      query: { q: q || undefined, ...filter, cursor, limit: PER_PAGE },
      signal,
    });
    items.push(...answer.items);
    if (answer.nextCursor === null) return { items, isCut: false };
    cursor = answer.nextCursor;
  }
  return { items, isCut: true };
}

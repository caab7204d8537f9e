import { type Experiment, type FunnelBy, type FunnelDates, toTimestamp } from '@alyson/schema';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { keys } from '../../../lib/query-keys.ts';
import { type Range, spanOf } from './range.ts';

const NEWEST_CLICKS = 20;

/** The span ends when it is read, so that reading again moves it on. */
export function useResults({ id, startedAt }: Pick<Experiment, 'id' | 'startedAt'>, range: Range) {
  return useQuery({
    queryKey: keys.results(id, { range }),
    queryFn: ({ signal }) =>
      api.getResults({ params: { experimentId: id }, query: spanOf(range, Date.now(), startedAt), signal }),
    // Another range replaces what is shown once it is there.
    placeholderData: keepPreviousData,
  });
}

/** @param to null: until now */
export function useResultsBetween(experimentId: string, from: string, to: string | null) {
  return useQuery({
    queryKey: keys.results(experimentId, { from, to }),
    queryFn: ({ signal }) =>
      api.getResults({
        params: { experimentId },
        query: { from, to: to ?? toTimestamp(Date.now()) },
        signal,
      }),
  });
}

export function useNewestClicks(experimentId: string) {
  return useQuery({
    queryKey: keys.clicks({ experimentId, limit: NEWEST_CLICKS }),
    queryFn: ({ signal }) => api.listClicks({ query: { experimentId, limit: NEWEST_CLICKS }, signal }),
  });
}

export function useFunnel(
  { id, startedAt }: Pick<Experiment, 'id' | 'startedAt'>,
  range: Range,
  by: FunnelBy,
  dates: FunnelDates,
) {
  return useQuery({
    queryKey: keys.funnel(id, { range, by, dates }),
    queryFn: ({ signal }) =>
      api.getFunnel({
        params: { experimentId: id },
        query: { ...spanOf(range, Date.now(), startedAt), by, dates },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

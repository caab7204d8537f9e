import { ProblemError, type Schedule } from '@alyson/schema';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** When a schedule would fire next; nothing is asked while there is no expression. */
export function useNextFires({ expression, timezone }: Schedule) {
  const typed = useDeferredValue(expression.trim());
  return useQuery({
    queryKey: keys.nextFires({ expression: typed, timezone }),
    queryFn: ({ signal }) => api.listNextFires({ query: { expression: typed, timezone }, signal }),
    enabled: typed !== '',
    placeholderData: keepPreviousData,
    // What cannot be read does not become readable by asking again.
    retry: (failures, error) => !(error instanceof ProblemError) && failures < 2,
  });
}

import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

/** How many clicks the ticker keeps. */
export const KEPT_CLICKS = 200;

export interface LiveFilters {
  experiment?: string | undefined;
  bots?: 'exclude' | 'only' | undefined;
}

/** The newest clicks; the stream of changes has them read again. */
export function useLiveClicks({ experiment, bots }: LiveFilters) {
  const query = { experimentId: experiment, bots: bots ?? ('include' as const), limit: KEPT_CLICKS };
  return useQuery({
    queryKey: keys.clicks(query),
    queryFn: ({ signal }) => api.listClicks({ query, signal }),
    select: ({ items }) => items,
  });
}

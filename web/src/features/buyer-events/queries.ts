import type { BuyerEvent, Experiment } from '@alyson/schema';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

export interface EventFilters {
  experimentId?: Experiment['id'] | undefined;
  utmContent?: string | undefined;
  joined?: 'joined' | 'orphan' | undefined;
}

/** Buyer events that match, newest first; older pages on demand. */
export function useBuyerEvents(filters: EventFilters, limit = 50) {
  return useInfiniteQuery({
    queryKey: keys.buyerEvents({ ...filters, limit }),
    queryFn: ({ signal, pageParam }) =>
      api.listBuyerEvents({ query: { ...filters, limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): BuyerEvent[] => pages.flatMap((page) => page.items),
  });
}

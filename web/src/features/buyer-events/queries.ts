import type { BuyerEvent, Experiment } from '@alyson/schema';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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

/** Clicks that an orphan may belong to. */
export const useLikelyClicks = (eventId: BuyerEvent['id']) =>
  useQuery({
    queryKey: [...keys.buyerEvents(), eventId, 'likely-clicks'],
    queryFn: ({ signal }) => api.listLikelyClicks({ params: { buyerEventId: eventId }, signal }),
    select: ({ items }) => items,
  });

function useRepair<Input>(repair: (input: Input) => Promise<BuyerEvent>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: repair,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['buyer-events'] }),
  });
}

export const useJoinEvent = () =>
  useRepair(({ id, clickId }: { id: BuyerEvent['id']; clickId: string }) =>
    api.joinBuyerEvent({ params: { buyerEventId: id }, body: { clickId } }),
  );

export const useUnjoinEvent = () =>
  useRepair((id: BuyerEvent['id']) => api.unjoinBuyerEvent({ params: { buyerEventId: id } }));

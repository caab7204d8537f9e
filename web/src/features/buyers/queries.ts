import type { Buyer, BuyerReport, ChangeTuneSetup, ReportOutcome } from '@alyson/schema';
import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

export const buyerQuery = (buyerId: Buyer['id']) =>
  queryOptions({
    queryKey: keys.buyer(buyerId),
    queryFn: ({ signal }) => api.getBuyer({ params: { buyerId }, signal }),
  });

/** A buyer's reports as they came, newest first; older pages on demand. */
export function useReports(buyerId: Buyer['id'], outcome: ReportOutcome | undefined) {
  return useInfiniteQuery({
    queryKey: keys.reports(buyerId, { outcome }),
    queryFn: ({ signal, pageParam }) =>
      api.listReports({ params: { buyerId }, query: { outcome, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): BuyerReport[] => pages.flatMap((page) => page.items),
  });
}

/** Conversions that no buyer can be told from, newest first; older pages on demand. */
export function useUnclaimedReports() {
  return useInfiniteQuery({
    queryKey: keys.unclaimedReports,
    queryFn: ({ signal, pageParam }) => api.listUnclaimedReports({ query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): BuyerReport[] => pages.flatMap((page) => page.items),
  });
}

/** Says how a buyer's conversions in TUNE's manner are known to be its own. */
export function useChangeTuneSetup(buyerId: Buyer['id']) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ body, ifMatch }: { body: ChangeTuneSetup; ifMatch: number }) =>
      api.changeTuneSetup({ params: { buyerId }, body, ifMatch }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.buyers }),
  });
}

export function useRenameBuyer(buyerId: Buyer['id']) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, version }: { name: string; version: number }) =>
      api.changeBuyer({ params: { buyerId }, body: { name }, ifMatch: version }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.buyers }),
  });
}

/** Puts a buyer out of sight, or back into the lists. */
export function useArchiveBuyer(buyerId: Buyer['id']) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (step: 'archive' | 'unarchive') =>
      step === 'archive' ? api.archiveBuyer({ params: { buyerId } }) : api.unarchiveBuyer({ params: { buyerId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.buyers }),
  });
}

/** Adds a buyer. Its answer is the only one that holds the secret. */
export function useCreateBuyer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, idempotencyKey }: { name: string; idempotencyKey: string }) =>
      api.createBuyer({ body: { name }, idempotencyKey }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.buyers }),
  });
}

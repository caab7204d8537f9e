import type { Buyer, BuyerReport, ReportOutcome } from '@alyson/schema';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

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

/** Adds a buyer. Its answer is the only one that holds the secret. */
export function useCreateBuyer() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, idempotencyKey }: { name: string; idempotencyKey: string }) =>
      api.createBuyer({ body: { name }, idempotencyKey }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.buyers }),
  });
}

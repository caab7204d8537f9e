import type { Buyer, BuyerSecret, NewBuyerSecret, RotateBuyerSecret } from '@alyson/schema';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { useIdempotencyKey } from '../../../lib/idempotency-key.ts';
import { keys } from '../../../lib/query-keys.ts';

/** A buyer's secrets without their values, newest first; older pages on demand. */
export function useSecrets(buyerId: Buyer['id']) {
  return useInfiniteQuery({
    queryKey: keys.buyerSecrets(buyerId),
    queryFn: ({ signal, pageParam }) =>
      api.listBuyerSecrets({ params: { buyerId }, query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): BuyerSecret[] => pages.flatMap((page) => page.items),
  });
}

/** Its answer is the only one that holds the value. */
export function useAddSecret(buyerId: Buyer['id']) {
  const queryClient = useQueryClient();
  const keyOf = useIdempotencyKey<NewBuyerSecret>();
  return useMutation({
    mutationFn: (body: NewBuyerSecret) =>
      api.addBuyerSecret({ params: { buyerId }, body, idempotencyKey: keyOf(body) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.buyerSecrets(buyerId) }),
  });
}

/** Its answer is the only one that holds the new value. */
export function useRotateSecret({ buyerId, id: secretId }: BuyerSecret) {
  const queryClient = useQueryClient();
  const keyOf = useIdempotencyKey<RotateBuyerSecret>();
  return useMutation({
    mutationFn: (body: RotateBuyerSecret) =>
      api.rotateBuyerSecret({ params: { buyerId, secretId }, body, idempotencyKey: keyOf(body) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.buyerSecrets(buyerId) }),
  });
}

export function useEndSecret({ buyerId, id: secretId }: BuyerSecret) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.endBuyerSecret({ params: { buyerId, secretId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.buyerSecrets(buyerId) }),
  });
}

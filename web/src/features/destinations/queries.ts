import type {
  ChangePostback,
  ChangeSubscription,
  CreatePostback,
  CreateSubscription,
  Delivery,
  DeliveryState,
} from '@alyson/schema';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

/** What is sent is told of by no note: it is looked at again from time to time. */
const LOOK_MS = 5_000;

export const usePostbacks = () =>
  useQuery({
    queryKey: keys.postbacks,
    queryFn: ({ signal }) => api.listPostbacks({ query: { limit: 200 }, signal }),
    refetchInterval: LOOK_MS,
  });

export const useSubscriptions = () =>
  useQuery({
    queryKey: keys.subscriptions,
    queryFn: ({ signal }) => api.listSubscriptions({ query: { limit: 200 }, signal }),
    refetchInterval: LOOK_MS,
  });

export const usePostback = (postbackId: string) =>
  useQuery({
    queryKey: [...keys.postbacks, postbackId],
    queryFn: ({ signal }) => api.getPostback({ params: { postbackId }, signal }),
    refetchInterval: LOOK_MS,
  });

export const useSubscription = (subscriptionId: string) =>
  useQuery({
    queryKey: [...keys.subscriptions, subscriptionId],
    queryFn: ({ signal }) => api.getSubscription({ params: { subscriptionId }, signal }),
    refetchInterval: LOOK_MS,
  });

/** Newest first; older pages on demand. */
export const useDeliveries = (destinationId: string, state: DeliveryState | undefined) =>
  useInfiniteQuery({
    queryKey: keys.deliveries(destinationId, { state }),
    queryFn: ({ signal, pageParam }) =>
      api.listDeliveries({ params: { destinationId }, query: { state, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): Delivery[] => pages.flatMap((page) => page.items),
    refetchInterval: LOOK_MS,
  });

export const useDelivery = (deliveryId: string) =>
  useQuery({
    queryKey: keys.delivery(deliveryId),
    queryFn: ({ signal }) => api.getDelivery({ params: { deliveryId }, signal }),
    refetchInterval: 1_000,
  });

export const usePostbackPreview = (url: string, method: 'GET' | 'POST') =>
  useQuery({
    queryKey: [...keys.postbacks, 'preview', url, method],
    queryFn: ({ signal }) => api.previewPostback({ body: { url, method }, signal }),
    enabled: url.trim() !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A change of what is told outside; everything that shows it is read again. */
function useChange<Input, Output>(change: (input: Input) => Promise<Output>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['destinations'] }),
  });
}

export const useCreatePostback = () =>
  useChange(({ body, idempotencyKey }: { body: CreatePostback; idempotencyKey: string }) =>
    api.createPostback({ body, idempotencyKey }),
  );

export const useChangePostback = (postbackId: string) =>
  useChange(({ body, ifMatch }: { body: ChangePostback; ifMatch: number }) =>
    api.changePostback({ params: { postbackId }, body, ifMatch }),
  );

export const useCreateSubscription = () =>
  useChange(({ body, idempotencyKey }: { body: CreateSubscription; idempotencyKey: string }) =>
    api.createSubscription({ body, idempotencyKey }),
  );

export const useChangeSubscription = (subscriptionId: string) =>
  useChange(({ body, ifMatch }: { body: ChangeSubscription; ifMatch: number }) =>
    api.changeSubscription({ params: { subscriptionId }, body, ifMatch }),
  );

export const useRotateSecret = (subscriptionId: string) =>
  useChange(({ overlapHours, idempotencyKey }: { overlapHours: number; idempotencyKey: string }) =>
    api.rotateSubscriptionSecret({ params: { subscriptionId }, body: { overlapHours }, idempotencyKey }),
  );

export const useRemovePostback = (postbackId: string) =>
  useChange((ifMatch: number) => api.removePostback({ params: { postbackId }, ifMatch }));

export const useRemoveSubscription = (subscriptionId: string) =>
  useChange((ifMatch: number) => api.removeSubscription({ params: { subscriptionId }, ifMatch }));

export const useTestDestination = (destinationId: string) =>
  useChange(() => api.testDestination({ params: { destinationId } }));

export const useResendGivenUp = (destinationId: string) =>
  useChange(() => api.resendGivenUp({ params: { destinationId } }));

export const useResendDelivery = () =>
  useChange((deliveryId: string) => api.resendDelivery({ params: { deliveryId } }));

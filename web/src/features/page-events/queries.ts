import type { SegmentCall, SegmentSource, StepRules } from '@alyson/schema';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

/** A workspace has a handful: one page is all. */
export const useSources = () =>
  useQuery({
    queryKey: keys.segmentSources,
    queryFn: ({ signal }) => api.listSegmentSources({ query: { limit: 200 }, signal }),
  });

export const useSetup = () =>
  useQuery({ queryKey: keys.pageEventSetup, queryFn: ({ signal }) => api.getPageEventSetup({ signal }) });

/** What Segment delivered to a source, newest first; older pages on demand. */
export const useCalls = (segmentSourceId: SegmentSource['id'], show: 'all' | 'faults') =>
  useInfiniteQuery({
    queryKey: keys.segmentCalls(segmentSourceId, { show }),
    queryFn: ({ signal, pageParam }) =>
      api.listSegmentCalls({ params: { segmentSourceId }, query: { show, cursor: pageParam, limit: 20 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): SegmentCall[] => pages.flatMap((page) => page.items),
  });

const useSourceWrite = <Input, Output>(write: (input: Input) => Promise<Output>) => {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.segmentSources }),
  });
};

export const useCreateSource = () =>
  useSourceWrite(({ name, idempotencyKey }: { name: string; idempotencyKey: string }) =>
    api.createSegmentSource({ body: { name }, idempotencyKey }),
  );

export const useRotateSecret = () =>
  useSourceWrite((segmentSourceId: SegmentSource['id']) =>
    api.rotateSegmentSecret({ params: { segmentSourceId }, body: {} }),
  );

export const useRemoveSource = () =>
  useSourceWrite((segmentSourceId: SegmentSource['id']) => api.removeSegmentSource({ params: { segmentSourceId } }));

export function useChangeRules() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ rules, version }: { rules: StepRules; version: number }) =>
      api.changePageEventSetup({ body: { rules }, ifMatch: version }),
    onSuccess: (setup) => queryClient.setQueryData(keys.pageEventSetup, setup),
  });
}

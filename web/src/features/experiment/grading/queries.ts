import type { Run } from '@alyson/schema';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../lib/api.ts';
import { keys } from '../../../lib/query-keys.ts';

const RUNS_PER_PAGE = 20;

/** Grading runs, newest first; older pages on demand. */
export function useRuns(experimentId: string) {
  return useInfiniteQuery({
    queryKey: keys.runs(experimentId),
    queryFn: ({ signal, pageParam }) =>
      api.listRuns({ params: { experimentId }, query: { limit: RUNS_PER_PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): Run[] => pages.flatMap((page) => page.items),
  });
}

/** One run; null asks for none. */
export function useRun(runId: string | null) {
  return useQuery({
    queryKey: keys.run(runId ?? ''),
    queryFn: ({ signal }) => api.getRun({ params: { runId: runId ?? '' }, signal }),
    enabled: runId !== null,
  });
}

export function useStartRun(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.startRun({ params: { experimentId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.runs(experimentId) }),
  });
}

/** What a run knew beside what is known now; null where it was not kept. */
export const useRunKnowledge = (runId: string) =>
  useQuery({
    queryKey: [...keys.run(runId), 'known'],
    queryFn: ({ signal }) => api.getRunKnowledge({ params: { runId }, signal }),
    select: ({ knowledge }) => knowledge,
  });

import type { ReleaseSummary, RollBack } from '@alyson/schema';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../../lib/api.ts';
import { keys } from '../../../lib/query-keys.ts';
import { useProposableWrite } from '../writes.ts';

const RELEASES_PER_PAGE = 100;

/** Releases, newest first; older pages on demand. */
export function useReleases(experimentId: string) {
  return useInfiniteQuery({
    queryKey: keys.releases(experimentId),
    queryFn: ({ signal, pageParam }) =>
      api.listReleases({ params: { experimentId }, query: { limit: RELEASES_PER_PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): ReleaseSummary[] => pages.flatMap((page) => page.items),
  });
}

/** What the routing of two releases differs by. */
export function useReleaseDiff(experimentId: string, number: number, against: number) {
  return useQuery({
    queryKey: [...keys.releases(experimentId), 'diff', number, against],
    queryFn: ({ signal }) => api.diffReleases({ params: { experimentId, number }, query: { against }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const PLACES_POLL_MS = 5_000;

/** Where the newest release has come. No note tells of an edge: it is asked for. */
export function useReleasePlaces(experimentId: string) {
  return useQuery({
    queryKey: [...keys.releases(experimentId), 'places'],
    queryFn: ({ signal }) => api.locateRelease({ params: { experimentId }, signal }),
    refetchInterval: PLACES_POLL_MS,
  });
}

export const useRollBack = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ number, version, body }: { number: number; version: number; body: z.input<typeof RollBack> }) =>
      api.rollBack({ params: { experimentId, number }, body, ifMatch: version }),
    ({ number, body }) => ({
      action: 'rollBack',
      params: { number: String(number) },
      body,
      reason: body.reason,
    }),
  );

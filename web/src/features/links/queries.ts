import type { LinkListItem } from '@alyson/schema';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

/** The workspace's links, newest first; older pages on demand. */
export function useLinks(q: string) {
  return useInfiniteQuery({
    queryKey: keys.links({ q }),
    queryFn: ({ signal, pageParam }) => api.listLinks({ query: { q: q || undefined, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    select: ({ pages }): LinkListItem[] => pages.flatMap((page) => page.items),
  });
}

const useHostWrite = <Input>(write: (input: Input) => Promise<unknown>) => {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.hosts }),
  });
};

export const useAddHost = () => useHostWrite((host: string) => api.addHost({ body: { host } }));

export const useRemoveHost = () => useHostWrite((host: string) => api.removeHost({ params: { host } }));

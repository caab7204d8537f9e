import type { AuditEntry } from '@alyson/schema';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** Changes, newest first; older pages on demand. */
export function useAudit(objectId: string | undefined) {
  return useInfiniteQuery({
    queryKey: keys.audit({ objectId }),
    queryFn: ({ signal, pageParam }) => api.listAudit({ query: { objectId, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): AuditEntry[] => pages.flatMap((page) => page.items),
  });
}

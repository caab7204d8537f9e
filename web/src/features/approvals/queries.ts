import type { ProposedChange, ProposedChangeState } from '@alyson/schema';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

/** Proposed changes, newest first; older pages on demand. */
export function useProposedChanges(filter: {
  state?: ProposedChangeState | undefined;
  experimentId?: string | undefined;
}) {
  return useInfiniteQuery({
    queryKey: keys.proposedChanges({ ...filter, pages: true }),
    queryFn: ({ signal, pageParam }) =>
      api.listProposedChanges({ query: { ...filter, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }): ProposedChange[] => pages.flatMap((page) => page.items),
  });
}

export interface Decision {
  proposedChangeId: string;
  to: 'approve' | 'refuse';
  note: string;
}

/** Approves or refuses. Whatever came of it, what is shown is read again: it may be stale, or decided on by another. */
export function useDecide() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ proposedChangeId, to, note }: Decision) =>
      to === 'approve'
        ? api.approveChange({ params: { proposedChangeId }, body: { note } })
        : api.refuseChange({ params: { proposedChangeId }, body: { note } }),
    onSettled: () => {
      for (const queryKey of [keys.proposedChanges(), keys.experiments, ['audit'], ['links']])
        void queryClient.invalidateQueries({ queryKey });
    },
  });
}

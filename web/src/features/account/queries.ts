import type { ChangePassword, Session } from '@alyson/schema';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

export const accountQuery = queryOptions({
  queryKey: [...keys.account, 'own'],
  queryFn: ({ signal }) => api.getAccount({ signal }),
});

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: async ({ signal }): Promise<Session[]> => (await api.listSessions({ signal })).items,
});

export function useChangePassword() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangePassword) => api.changePassword({ body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.account }),
  });
}

export function useEndSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string) => api.endSession({ params: { sessionId } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.sessions }),
  });
}

export const useEndSessions = () => useMutation({ mutationFn: () => api.endSessions({}) });

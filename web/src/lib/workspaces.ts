import { queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** Workspaces that the person may work in. */
export const workspacesQuery = queryOptions({
  queryKey: keys.workspaces,
  queryFn: async ({ signal }) => (await api.listWorkspaces({ signal })).items,
  staleTime: 60_000,
});

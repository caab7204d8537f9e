import { queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** Hosts on which this workspace can have links of its own. */
export const hostsQuery = queryOptions({
  queryKey: keys.hosts,
  queryFn: async ({ signal }) => (await api.listHosts({ signal })).items,
  staleTime: 60_000,
});

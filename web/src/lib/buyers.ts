import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** At most this many buyers are read at once; a workspace has a handful. */
const MOST_BUYERS = 200;

export const buyersQuery = queryOptions({
  queryKey: keys.buyers,
  queryFn: ({ signal }) => api.listBuyers({ query: { limit: MOST_BUYERS }, signal }),
});

/** Those that were put out of sight. */
export const archivedBuyersQuery = queryOptions({
  queryKey: keys.archivedBuyers,
  queryFn: ({ signal }) => api.listBuyers({ query: { limit: MOST_BUYERS, archived: 'only' }, signal }),
});

/** Reports whose events wait for their click, over all buyers, archived ones too; undefined while unknown. */
export function useOrphanCount(): number | undefined {
  const [listed, archived] = [useQuery(buyersQuery).data, useQuery(archivedBuyersQuery).data];
  return listed && archived && [...listed.items, ...archived.items].reduce((sum, { orphans }) => sum + orphans, 0);
}

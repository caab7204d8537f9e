import type { EdgeStatus } from '@alyson/schema';
import { queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** No note of a change tells of an edge: it is asked for. */
const LOOK_AGAIN_MS = 15_000;

/** An edge as people tell it from others: two may have the same name, as every location of one platform has. */
export const edgeText = ({ name, url }: Pick<EdgeStatus, 'name' | 'url'>): string => {
  const { host } = new URL(url);
  return name ? `${name} at ${host}` : host;
};

/** Where releases are pushed to, and what is wrong there. */
export const edgesQuery = queryOptions({
  queryKey: keys.edges,
  queryFn: ({ signal }) => api.listEdges({ signal }),
  refetchInterval: LOOK_AGAIN_MS,
});

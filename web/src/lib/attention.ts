import { queryOptions } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** What the control plane noticed by itself and is not over. */
export const attentionQuery = queryOptions({
  queryKey: keys.attention,
  queryFn: ({ signal }) => api.listAttention({ signal }),
  refetchInterval: 60_000,
});

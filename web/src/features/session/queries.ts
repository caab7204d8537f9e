import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

/** Which ways in there are. */
export const signInOptionsQuery = queryOptions({
  queryKey: keys.signInOptions,
  queryFn: ({ signal }) => api.getSignInOptions({ signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What a one-time link is for; its secret stays out of every address. */
export const accountLinkQuery = (secret: string) =>
  queryOptions({
    queryKey: ['account-link', secret],
    queryFn: ({ signal }) => api.readAccountLink({ body: { secret }, signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

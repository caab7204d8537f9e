import { PROBLEMS, ProblemError } from '@alyson/schema';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { sessionLost } from './session-lost.ts';

const MAX_RETRIES = 2;

/** A refusal is final; only what the API calls retryable is asked again. */
const isWorthRetrying = (error: Error): boolean => error instanceof ProblemError && PROBLEMS[error.code].retryable;

const noteLostSession = (error: Error): void => {
  if (error instanceof ProblemError && error.code === 'unauthenticated') sessionLost.set(true);
};

/** One cache for the whole panel. A read that failed keeps the last data; a 401 anywhere asks to sign in again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      // Before anybody is known, the router sends to the sign-in page instead.
      onError: (error, query) => query.queryKey[0] !== 'me' && noteLostSession(error),
    }),
    mutationCache: new MutationCache({ onError: noteLostSession }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < MAX_RETRIES && isWorthRetrying(error),
      },
      mutations: { retry: false },
    },
  });
}

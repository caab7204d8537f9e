import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** Changes that wait for a second person, newest first; of one experiment where it is named. */
export const useOpenProposedChanges = (experimentId?: string) =>
  useQuery({
    queryKey: keys.proposedChanges({ state: 'open', experimentId }),
    queryFn: ({ signal }) => api.listProposedChanges({ query: { state: 'open', experimentId, limit: 200 }, signal }),
  });

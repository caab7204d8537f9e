import type { ChangeExperiment } from '@alyson/schema';
import { useQuery } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';
import { useProposableWrite } from './writes.ts';

const PUBLISHING_POLL_MS = 1_000;

export function useExperiment(experimentId: string) {
  return useQuery({
    queryKey: keys.experiment(experimentId),
    queryFn: ({ signal }) => api.getExperiment({ params: { experimentId }, signal }),
    // The stream says when a release is confirmed; asking as well keeps "Publishing…" honest while the stream is down.
    refetchInterval: ({ state }) => (state.data?.release?.status === 'publishing' ? PUBLISHING_POLL_MS : false),
  });
}

export const useChangeExperiment = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ version, body }: { version: number; body: z.input<typeof ChangeExperiment> }) =>
      api.changeExperiment({ params: { experimentId }, body, ifMatch: version }),
    ({ body }) => ({ action: 'changeExperiment', body, reason: body.reason }),
  );

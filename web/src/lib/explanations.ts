import type { ExplainRequest } from '@alyson/schema';
import { queryOptions, useMutation } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from './api.ts';
import { keys } from './query-keys.ts';

/** Why a recorded click went where it went. */
export const clickExplanationQuery = (clickId: string) =>
  queryOptions({
    queryKey: keys.clickExplanation(clickId),
    queryFn: ({ signal }) => api.explainClick({ params: { clickId }, signal }),
    // Neither a recorded click nor its release ever changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where a made-up request would go. */
export const useExplainRequest = (experimentId: string) =>
  useMutation({
    mutationFn: (body: z.input<typeof ExplainRequest>) => api.explainRequest({ params: { experimentId }, body }),
  });

/** The letters of an experiment's agents. */
export const lettersQuery = (experimentId: string) =>
  queryOptions({
    queryKey: keys.experiment(experimentId),
    queryFn: ({ signal }) => api.getExperiment({ params: { experimentId }, signal }),
    select: ({ agents }) => new Map(agents.map(({ id, letter }) => [id as string, letter])),
  });

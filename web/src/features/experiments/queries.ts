import type { CreateExperiment, Experiment } from '@alyson/schema';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

/** One experiment, whole. */
export const experimentQuery = (experimentId: Experiment['id']) =>
  queryOptions({
    queryKey: keys.experiment(experimentId),
    queryFn: ({ signal }) => api.getExperiment({ params: { experimentId }, signal }),
  });

interface Creation {
  input: z.input<typeof CreateExperiment>;
  /** The same for the same input, so that a repeat after a lost answer makes no second experiment. */
  idempotencyKey: string;
}

/** Creates a draft. */
export function useCreateExperiment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ input, idempotencyKey }: Creation) => api.createExperiment({ body: input, idempotencyKey }),
    onSuccess: (experiment) => {
      queryClient.setQueryData(keys.experiment(experiment.id), experiment);
      return queryClient.invalidateQueries({ queryKey: ['experiments', 'list'] });
    },
  });
}

/** Starts a draft. */
export function useStartExperiment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (experimentId: Experiment['id']) => api.startExperiment({ params: { experimentId } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['experiments'] }),
  });
}

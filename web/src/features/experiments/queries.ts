import type { BulkStep, CreateExperiment, DuplicateExperiment, Experiment, Template } from '@alyson/schema';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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

export function useScheduleExperiment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (experimentId: Experiment['id']) => api.scheduleExperiment({ params: { experimentId } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['experiments'] }),
  });
}

/** One step with several experiments. */
export function useBulkStep() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: z.input<typeof BulkStep>) => api.takeBulkStep({ body }),
    onSettled: () => {
      for (const queryKey of [keys.experiments, ['audit']]) void queryClient.invalidateQueries({ queryKey });
    },
  });
}

/** The workspace's templates; nobody keeps more than a few. */
export const useTemplates = () =>
  useQuery({
    queryKey: keys.templates,
    queryFn: ({ signal }) => api.listTemplates({ query: { limit: 200 }, signal }),
  });

interface FromTemplate {
  templateId: string;
  body: z.input<typeof DuplicateExperiment>;
  idempotencyKey: string;
}

export function useCreateFromTemplate() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ templateId, body, idempotencyKey }: FromTemplate) =>
      api.createFromTemplate({ params: { templateId }, body, idempotencyKey }),
    onSuccess: (experiment) => {
      queryClient.setQueryData(keys.experiment(experiment.id), experiment);
      return queryClient.invalidateQueries({ queryKey: ['experiments', 'list'] });
    },
  });
}

export function useRenameTemplate() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ template: { id, version }, name }: { template: Template; name: string }) =>
      api.changeTemplate({ params: { templateId: id }, body: { name }, ifMatch: version }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.templates }),
  });
}

export function useDeleteTemplate() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: Template) => api.deleteTemplate({ params: { templateId: id }, ifMatch: version }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.templates }),
  });
}

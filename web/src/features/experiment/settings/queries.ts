import type { DuplicateExperiment } from '@alyson/schema';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../../lib/api.ts';
import { keys } from '../../../lib/query-keys.ts';
import { useWrite } from '../writes.ts';

/** When the experiment's schedules fire, and whether the scheduler holds them as it should. */
export function useSchedules(experimentId: string) {
  return useQuery({
    queryKey: keys.schedules(experimentId),
    queryFn: ({ signal }) => api.listSchedules({ params: { experimentId }, signal }),
  });
}

export const useArchive = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.archiveExperiment({ params: { experimentId } }));

export const useUnarchive = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.unarchiveExperiment({ params: { experimentId } }));

export function useDeleteDraft(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => api.deleteExperiment({ params: { experimentId }, ifMatch: version }),
    onSuccess: () => {
      // The experiment itself is not asked for again: it is gone.
      for (const queryKey of [['experiments', 'list'], ['audit'], ['links']])
        void queryClient.invalidateQueries({ queryKey });
    },
  });
}

interface Copying {
  body: z.input<typeof DuplicateExperiment>;
  idempotencyKey: string;
}

export function useDuplicate(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: Copying) =>
      api.duplicateExperiment({ params: { experimentId }, body, idempotencyKey }),
    onSuccess: (copy) => {
      queryClient.setQueryData(keys.experiment(copy.id), copy);
      void queryClient.invalidateQueries({ queryKey: ['experiments', 'list'] });
    },
  });
}

export function useKeepAsTemplate(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, idempotencyKey }: { name: string; idempotencyKey: string }) =>
      api.createTemplate({ body: { name, experimentId }, idempotencyKey }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.templates }),
  });
}

import { type Experiment, ProblemError, type ProposeChange, type ProposedChange } from '@alyson/schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../lib/api.ts';
import { keys } from '../../lib/query-keys.ts';

/** What a change became: the experiment as it is afterwards, or a proposed change that waits for a second person. */
type Written = { experiment: Experiment } | { proposed: ProposedChange };

/** A write that, where the workspace wants a second person for it, is proposed to them instead (C9). */
export function useProposableWrite<Input>(
  experimentId: string,
  write: (input: Input) => Promise<Experiment>,
  toPropose: (input: Input) => z.input<typeof ProposeChange>,
) {
  const queryClient = useQueryClient();
  const read = useReadAgain(experimentId);
  return useMutation({
    mutationFn: async (input: Input): Promise<Written> => {
      try {
        return { experiment: await write(input) };
      } catch (error) {
        if (!(error instanceof ProblemError && error.code === 'approval_required')) throw error;
        const version = queryClient.getQueryData<Experiment>(keys.experiment(experimentId))?.version ?? 0;
        const body = toPropose(input);
        return { proposed: await api.proposeChange({ params: { experimentId }, body, ifMatch: version }) };
      }
    },
    onSuccess: (written) => {
      if ('experiment' in written) queryClient.setQueryData(keys.experiment(experimentId), written.experiment);
      read();
    },
  });
}

/** A write that answers with the experiment as it is afterwards. What hangs on it is read again. */
export function useWrite<Input>(experimentId: string, write: (input: Input) => Promise<Experiment>) {
  const queryClient = useQueryClient();
  const read = useReadAgain(experimentId);
  return useMutation({
    mutationFn: write,
    onSuccess: (experiment) => {
      queryClient.setQueryData(keys.experiment(experimentId), experiment);
      read();
    },
  });
}

function useReadAgain(experimentId: string): () => void {
  const queryClient = useQueryClient();
  return () => {
    for (const queryKey of [keys.experiments, ['audit'], ['links'], keys.proposedChanges()])
      void queryClient.invalidateQueries({ queryKey });
    void queryClient.invalidateQueries({ queryKey: keys.experiment(experimentId) });
  };
}

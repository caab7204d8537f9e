import type { AddAgent, ChangeAgent } from '@alyson/schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import { api } from '../../../lib/api.ts';
import { keys } from '../../../lib/query-keys.ts';
import { useProposableWrite, useWrite } from '../writes.ts';

export const useSwitchAgent = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ agentId, to }: { agentId: string; to: 'on' | 'off' }) =>
      to === 'on'
        ? api.turnAgentOn({ params: { experimentId, agentId } })
        : api.turnAgentOff({ params: { experimentId, agentId } }),
    ({ agentId }) => ({ action: 'turnAgentOn', params: { agentId } }),
  );

export const useAddAgent = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ body, idempotencyKey }: { body: z.input<typeof AddAgent>; idempotencyKey: string }) =>
      api.addAgent({ params: { experimentId }, body, idempotencyKey }),
    ({ body }) => ({ action: 'addAgent', body, reason: body.reason }),
  );

export const useRemoveAgent = (experimentId: string) =>
  useWrite(experimentId, ({ agentId, version }: { agentId: string; version: number }) =>
    api.removeAgent({ params: { experimentId, agentId }, ifMatch: version }),
  );

export const useArchiveAgent = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    (agentId: string) => api.archiveAgent({ params: { experimentId, agentId } }),
    (agentId) => ({ action: 'archiveAgent', params: { agentId } }),
  );

export const useRestoreAgent = (experimentId: string) =>
  useWrite(experimentId, (agentId: string) => api.restoreAgent({ params: { experimentId, agentId } }));

export const useChangeAgent = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ agentId, version, body }: { agentId: string; version: number; body: z.input<typeof ChangeAgent> }) =>
      api.changeAgent({ params: { experimentId, agentId }, body, ifMatch: version }),
    ({ agentId, body }) => ({ action: 'changeAgent', params: { agentId }, body, reason: body.reason }),
  );

/** Its answer comes by the stream; asked again too, because a check takes its time. */
export function useCheckPage(experimentId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (agentId: string) => api.checkPage({ params: { experimentId, agentId } }),
    onSuccess: () => {
      for (const afterMs of [1_000, 4_000, 12_000])
        setTimeout(() => queryClient.invalidateQueries({ queryKey: keys.experiment(experimentId) }), afterMs);
    },
  });
}

import type { HoldExperiment } from '@alyson/schema';
import type * as z from 'zod';
import { api } from '../../../lib/api.ts';
import { useProposableWrite, useWrite } from '../writes.ts';

export const useStart = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.startExperiment({ params: { experimentId } }));

export const useSchedule = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.scheduleExperiment({ params: { experimentId } }));

export const useUnschedule = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.unscheduleExperiment({ params: { experimentId } }));

export const usePause = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.pauseExperiment({ params: { experimentId } }));

export const useResume = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.resumeExperiment({ params: { experimentId } }));

export const useComplete = (experimentId: string) =>
  useProposableWrite<void>(
    experimentId,
    () => api.completeExperiment({ params: { experimentId } }),
    () => ({
      action: 'completeExperiment',
    }),
  );

export const useHold = (experimentId: string) =>
  useWrite(experimentId, (body: z.input<typeof HoldExperiment>) =>
    api.holdExperiment({ params: { experimentId }, body }),
  );

export const useReleaseHold = (experimentId: string) =>
  useWrite<void>(experimentId, () => api.releaseHold({ params: { experimentId } }));

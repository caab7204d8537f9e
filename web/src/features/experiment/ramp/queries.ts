import type { AbortRamp, StartRamp } from '@alyson/schema';
import type * as z from 'zod';
import { api } from '../../../lib/api.ts';
import { useProposableWrite, useWrite } from '../writes.ts';

/** The same as `useOverrideSplit`, spread over steps. */
export const useStartRamp = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ version, body }: { version: number; body: z.input<typeof StartRamp> }) =>
      api.startRamp({ params: { experimentId }, body, ifMatch: version }),
    ({ body }) => ({ action: 'startRamp', body, reason: body.reason }),
  );

export const useSteerRamp = (experimentId: string) =>
  useWrite(experimentId, ({ rampId, what }: { rampId: string; what: 'pause' | 'resume' | 'finish' }) => {
    const params = { experimentId, rampId };
    if (what === 'pause') return api.pauseRamp({ params });
    return what === 'resume' ? api.resumeRamp({ params }) : api.finishRamp({ params });
  });

export const useAbortRamp = (experimentId: string) =>
  useWrite(experimentId, ({ rampId, body }: { rampId: string; body: z.input<typeof AbortRamp> }) =>
    api.abortRamp({ params: { experimentId, rampId }, body }),
  );

import type { OverrideSplit } from '@alyson/schema';
import type * as z from 'zod';
import { api } from '../../../lib/api.ts';
import { useProposableWrite } from '../writes.ts';

/** `version`: the experiment's version that the entries were made on; a newer one refuses with `stale_version`. */
export const useOverrideSplit = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ version, body }: { version: number; body: z.input<typeof OverrideSplit> }) =>
      api.overrideSplit({ params: { experimentId }, body, ifMatch: version }),
    ({ body }) => ({ action: 'overrideSplit', body, reason: body.reason }),
  );

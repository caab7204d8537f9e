import type { ChangeLink, NewLink } from '@alyson/schema';
import type * as z from 'zod';
import { api } from '../../../lib/api.ts';
import { useProposableWrite } from '../writes.ts';

export const useAddLink = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ body, idempotencyKey }: { body: z.input<typeof NewLink>; idempotencyKey: string }) =>
      api.addLink({ params: { experimentId }, body, idempotencyKey }),
    ({ body }) => ({ action: 'addLink', body }),
  );

export const useChangeLink = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ linkId, version, body }: { linkId: string; version: number; body: z.input<typeof ChangeLink> }) =>
      api.changeLink({ params: { experimentId, linkId }, body, ifMatch: version }),
    ({ linkId, body }) => ({ action: 'changeLink', params: { linkId }, body }),
  );

export const useRemoveLink = (experimentId: string) =>
  useProposableWrite(
    experimentId,
    ({ linkId, version }: { linkId: string; version: number }) =>
      api.removeLink({ params: { experimentId, linkId }, ifMatch: version }),
    ({ linkId }) => ({ action: 'removeLink', params: { linkId } }),
  );

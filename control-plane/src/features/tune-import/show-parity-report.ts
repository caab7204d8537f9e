import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Answer } from '../../http/mount.ts';
import type { ParityRow } from './parity.store.ts';

/** A report as the API answers it. */
export type ShownParityReport = Answer<typeof endpoints.getTuneParity>;

export const showParityReport = ({ id, createdAt, createdBy, fileName, report }: ParityRow): ShownParityReport => ({
  id,
  createdAt: toTimestamp(createdAt.getTime()),
  createdBy,
  fileName,
  report,
});

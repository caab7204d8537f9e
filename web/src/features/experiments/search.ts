import * as z from 'zod';
import { SORTS } from './sort.ts';
import { STATUSES } from './status.ts';

/** What the address of the experiments page holds. Broken values fall back, so that no link ever fails. */
export const experimentsSearch = z.object({
  status: z.enum(STATUSES).optional().catch(undefined),
  q: z.string().max(120).optional().catch(undefined),
  sort: z.enum(SORTS).optional().catch(undefined),
});

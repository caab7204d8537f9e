import * as z from 'zod';

/** What the address of the experiments page holds. Broken values fall back, so that no link ever fails. */
export const experimentsSearch = z.object({
  status: z.enum(['running', 'draft', 'held', 'paused', 'ended']).optional().catch(undefined),
  q: z.string().max(120).optional().catch(undefined),
  sort: z.enum(['name', '-clicks', '-revenue', '-updated']).optional().catch(undefined),
});

import * as z from 'zod';

/** What the address of the activity page holds. Broken values fall back, so that no link ever fails. */
export const activitySearch = z.object({
  /** The id of one experiment or buyer, to see its changes only. */
  object: z.string().max(64).optional().catch(undefined),
});

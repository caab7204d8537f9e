import { ExperimentId } from '@alyson/schema';
import * as z from 'zod';

/** What the address of the live page holds. Broken values fall back, so that no link ever fails. */
export const liveSearch = z.object({
  experiment: ExperimentId.optional().catch(undefined),
  bots: z.enum(['exclude', 'only']).optional().catch(undefined),
});

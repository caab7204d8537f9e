import { ExperimentId } from '@alyson/schema';
import * as z from 'zod';

/** What the address of the leads page holds. Broken values fall back, so that no link ever fails. */
export const leadsSearch = z.object({
  experiment: ExperimentId.optional().catch(undefined),
  joined: z.enum(['joined', 'orphan']).optional().catch(undefined),
  /** An exact utm_content. */
  q: z.string().max(16_384).optional().catch(undefined),
  /** The event whose journey is open. */
  open: z.string().max(64).optional().catch(undefined),
});

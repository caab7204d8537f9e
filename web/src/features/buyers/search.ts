import { ReportOutcome } from '@alyson/schema';
import * as z from 'zod';

/** What the address of a buyer's page holds. Broken values fall back, so that no link ever fails. */
export const buyerSearch = z.object({
  tab: z.literal('setup').optional().catch(undefined),
  outcome: ReportOutcome.optional().catch(undefined),
});

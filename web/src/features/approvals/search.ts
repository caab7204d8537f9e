import { ProposedChangeState } from '@alyson/schema';
import * as z from 'zod';

/** What the address of the approvals says; what it says wrong is left out. */
export const approvalsSearch = z.object({
  state: ProposedChangeState.optional().catch(undefined),
  experiment: z.string().max(64).optional().catch(undefined),
});

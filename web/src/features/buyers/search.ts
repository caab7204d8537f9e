import { ReportOutcome } from '@alyson/schema';
import * as z from 'zod';

/** What the address of a buyer's page holds. Broken values fall back, so that no link ever fails. */
export const buyerSearch = z.object({ outcome: ReportOutcome.optional().catch(undefined) });

import * as z from 'zod';
import { FUNNEL_BY, FUNNEL_DATES } from './results/funnel-views.ts';
import { DEFAULT_RANGE, RANGES } from './results/range.ts';

const releaseNumber = z.coerce.number().int().min(1);

/** What the address of the results holds. Broken values fall back, so that no link ever fails. */
export const resultsSearch = z.object({
  range: z.enum(RANGES).catch(DEFAULT_RANGE).default(DEFAULT_RANGE),
  /** The release that the Why panel explains; the newest without it. */
  release: releaseNumber.optional().catch(undefined),
  /** What the funnel is told apart by, and by whose dates. */
  funnel: z.enum(FUNNEL_BY).catch('agent').default('agent'),
  dates: z.enum(FUNNEL_DATES).catch('click').default('click'),
});

/** What the address of the releases holds: the open receipt, and two releases to compare. */
export const releasesSearch = z.object({
  open: releaseNumber.optional().catch(undefined),
  compare: z.tuple([releaseNumber, releaseNumber]).optional().catch(undefined),
});

/** What the address of the grading tab holds: the open run. */
export const gradingSearch = z.object({ open: z.string().max(64).optional().catch(undefined) });

import * as z from 'zod';

/** At most this many clicks of people in a day of the experiment's timezone (R10). */
export const DailyCap = z.int().min(1, 'must be 1 or more; without a cap leave it out').max(1_000_000_000);
export type DailyCap = z.infer<typeof DailyCap>;

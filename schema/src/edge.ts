import * as z from 'zod';
import { Alarm } from './alarm.ts';
import { Timestamp } from './time.ts';

/** An edge as people see it: when it was last heard of, and what it says is wrong. */
export const EdgeStatus = z.object({
  url: z.string(),
  /** In its own words; null until it was heard of. */
  name: z.string().nullable(),
  seenAt: Timestamp.nullable(),
  /** Bundles that it should hold and did not when it was last heard of. */
  behind: z.int(),
  alarms: z.array(Alarm),
});
export type EdgeStatus = z.infer<typeof EdgeStatus>;

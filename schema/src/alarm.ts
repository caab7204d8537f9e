import * as z from 'zod';
import { Timestamp } from './time.ts';

/** Something that should not be, and since when. It names no workspace's things: whoever runs the deployment sees it. */
export const Alarm = z.object({
  /** Snake case, e.g. `bundles_refused`. */
  name: z.string().max(64),
  since: Timestamp,
  detail: z.string().max(500),
});
export type Alarm = z.infer<typeof Alarm>;

/** What `GET /readyz` answers on every part: 200 while nothing keeps it from its work, else 503. */
export const Readiness = z.object({
  status: z.enum(['ready', 'not_ready']),
  /** What keeps this part from its work. */
  notReady: z.array(Alarm),
  /** What somebody should look at all the same. */
  alarms: z.array(Alarm),
});
export type Readiness = z.infer<typeof Readiness>;

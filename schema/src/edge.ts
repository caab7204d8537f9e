import * as z from 'zod';
import { Alarm } from './alarm.ts';
import { Timestamp } from './time.ts';

/** A release that found no room in its shard's bundle: `bytes` is its size on the way to an edge. */
export const LeftOutRelease = z.object({ experimentId: z.string(), number: z.int(), bytes: z.int() });
export type LeftOutRelease = z.infer<typeof LeftOutRelease>;

/** An edge was found to hold older bundles than it had said before; `repairedAt` null: it still does. */
export const EdgeDrift = z.object({ foundAt: Timestamp, bundles: z.int(), repairedAt: Timestamp.nullable() });
export type EdgeDrift = z.infer<typeof EdgeDrift>;

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

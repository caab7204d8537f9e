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
  /** Since when it has lacked one; a moment is usual after each release. */
  behindSince: Timestamp.nullable(),
  /** The last time it fell back. */
  drift: EdgeDrift.nullable(),
  alarms: z.array(Alarm),
});
export type EdgeStatus = z.infer<typeof EdgeStatus>;

/** Where an experiment's newest release has come (R22). */
export const ReleasePlaces = z.object({
  /** Null before the first release. */
  number: z.int().nullable(),
  /** Of a release that found no room in its shard's bundle: edges keep the one they have. */
  leftOut: z.object({ number: z.int(), bytes: z.int(), mostBytes: z.int() }).nullable(),
  edges: z.array(
    z.object({
      url: z.string(),
      name: z.string().nullable(),
      seenAt: Timestamp.nullable(),
      /** The release that it was last heard to serve, and when that was published. */
      holds: z.int().nullable(),
      publishedAt: Timestamp.nullable(),
      status: z.enum(['holds', 'behind', 'unheard']),
    }),
  ),
});
export type ReleasePlaces = z.infer<typeof ReleasePlaces>;

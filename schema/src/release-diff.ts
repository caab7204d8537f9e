import * as z from 'zod';
import { FieldChange } from './field-change.ts';

/** Something of a release that another has otherwise. */
export const ReleaseChange = z.object({
  of: z.enum(['agent', 'rule', 'link', 'settings']),
  /** Of the agent, rule or link; null for the settings. */
  id: z.string().nullable(),
  /** An agent's letter, a rule's name, a link's value; empty for the settings. */
  name: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  /** What differs; of what was added or removed, all it has. */
  fields: z.array(FieldChange),
});
export type ReleaseChange = z.infer<typeof ReleaseChange>;

/** What the routing of two releases of one experiment differs by. */
export const ReleaseDiff = z.object({
  older: z.int(),
  newer: z.int(),
  /** Of 10 000: buckets whose owner is another, which is the share of visitors who see another page. */
  movedBuckets: z.int(),
  /** The earliest releases did not keep their links. */
  knowsLinks: z.boolean(),
  changes: z.array(ReleaseChange),
});
export type ReleaseDiff = z.infer<typeof ReleaseDiff>;

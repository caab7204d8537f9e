import * as z from 'zod';
import { Timestamp } from './time.ts';

/** What is known of an address (C13); null where the data does not say. */
export const IpPlace = z.object({
  address: z.string(),
  /** Both ends of the range that the data has it in; null where it is in none. */
  first: z.string().nullable(),
  last: z.string().nullable(),
  country: z.string().nullable(),
  region: z.string().nullable(),
  city: z.string().nullable(),
  /** Who runs it, such as `AS64500 Example Net`. */
  network: z.string().nullable(),
  /** A data centre's. */
  isHosting: z.boolean().nullable(),
});
export type IpPlace = z.infer<typeof IpPlace>;

/** Which data answers look-ups. */
export const IpData = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('imported'),
    source: z.string(),
    licence: z.string(),
    /** As whoever made it dates it. */
    dataDate: z.string(),
    files: z.array(z.string()),
    ranges: z.int(),
    importedAt: Timestamp,
  }),
  /** A table of another database (`IP_DATABASE_URL`). */
  z.object({ kind: z.literal('table'), table: z.string(), isReachable: z.boolean() }),
]);
export type IpData = z.infer<typeof IpData>;

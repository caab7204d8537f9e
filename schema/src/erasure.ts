import * as z from 'zod';
import { ClickId } from './click.ts';

/** Whom to forget: by one of the two. */
export const EraseVisitor = z
  .object({
    /** In any of the forms it came in. */
    utmContent: z.string().min(1).max(16_384).optional(),
    clickId: ClickId.optional(),
  })
  .refine(
    ({ utmContent, clickId }) => (utmContent === undefined) !== (clickId === undefined),
    'must name either utmContent or clickId',
  );
export type EraseVisitor = z.infer<typeof EraseVisitor>;

/** What was emptied. */
export const Erasure = z.object({
  clicks: z.int(),
  events: z.int(),
  /** Buyers' reports that lost their bytes. */
  reports: z.int(),
  /** False where more clicks have this key than one request erases: ask again. */
  isComplete: z.boolean(),
});
export type Erasure = z.infer<typeof Erasure>;

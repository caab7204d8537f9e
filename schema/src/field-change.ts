import * as z from 'zod';

/** One field as it was and as it became; a side is absent where the field was not there. */
export const FieldChange = z.object({
  /** Where it stands, e.g. `optimization.floorBasisPoints`. */
  field: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type FieldChange = z.infer<typeof FieldChange>;

import * as z from 'zod';
import { LinkHost } from './link.ts';
import { Timestamp } from './time.ts';

/** A host of a workspace, on which it can have links of its own (R3). */
export const WorkspaceHost = z.object({
  host: LinkHost,
  /** How many links stand on it; while there are any it cannot be removed. */
  links: z.int(),
  createdAt: Timestamp,
});
export type WorkspaceHost = z.infer<typeof WorkspaceHost>;

export const AddHost = z.object({ host: z.string().trim().toLowerCase().pipe(LinkHost) });

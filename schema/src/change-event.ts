import * as z from 'zod';

/**
 * What `GET /v1/events` streams (C10): short notes that something changed, never the data itself. The panel reads
 * again what it shows. One stream covers one workspace.
 */
export const ChangeEvent = z.object({
  /** Sent as the SSE id: with it a reader goes on where it stopped, at whichever process. */
  id: z.string(),
  topic: z.enum(['click', 'release', 'run', 'buyer_event', 'page_event', 'experiment', 'destination']),
  /** Empty: any may have changed, as after a gap in the stream. */
  experimentIds: z.array(z.string()),
  /** How many clicks or events the note stands for. */
  count: z.int(),
});
export type ChangeEvent = z.infer<typeof ChangeEvent>;

import * as z from 'zod';
import { ExperimentState } from './experiment.ts';
import { ExperimentId } from './ids.ts';
import { Link } from './link.ts';
import { Timestamp } from './time.ts';

/** A link with what it leads to, as a workspace's list shows it. */
export const LinkListItem = z.object({
  ...Link.shape,
  experimentId: ExperimentId,
  experimentName: z.string(),
  experimentState: ExperimentState,
  createdAt: Timestamp,
});
export type LinkListItem = z.infer<typeof LinkListItem>;

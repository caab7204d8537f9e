import * as z from 'zod';
import { ExperimentState } from './experiment.ts';
import { ExperimentId, LinkId } from './ids.ts';
import { LinkKind } from './link.ts';
import { Timestamp } from './time.ts';

/** Where we stand: TUNE records first and sends clicks on to us, or follows us, or has no part in it. */
export const TuneMode = z.enum(['behind', 'before', 'without']);
export type TuneMode = z.infer<typeof TuneMode>;

/**
 * `shadow`: TUNE decides, and we only compare. `routed`: we decide. `handed_back`: TUNE decides again, and what still
 * reaches us is passed on to it.
 */
export const TuneLinkState = z.enum(['shadow', 'routed', 'handed_back']);
export type TuneLinkState = z.infer<typeof TuneLinkState>;

/** One thing to do, with what is to be copied for it. */
export const TuneStep = z.object({
  text: z.string(),
  copies: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type TuneStep = z.infer<typeof TuneStep>;

export const TuneLink = z.object({
  linkId: LinkId,
  kind: LinkKind,
  value: z.string(),
  host: z.string().nullable(),
  experimentId: ExperimentId,
  experimentName: z.string(),
  experimentState: ExperimentState,
  source: z.object({ kind: z.enum(['campaign', 'offer']), id: z.string(), name: z.string() }),
  mode: TuneMode,
  state: TuneLinkState,
  changedAt: Timestamp,
  changedBy: z.string(),
  /** People's clicks on it in the last hour, a thousand at most, and the newest of them. */
  arrivals: z.object({ lastHour: z.int(), newestAt: Timestamp.nullable() }),
  /** Whether what arrives fits its state, in words. */
  check: z.object({ isFine: z.boolean(), text: z.string() }),
  /** What to do in TUNE and elsewhere so that we decide. */
  stepsThere: z.array(TuneStep),
  /** The same for the way back. */
  stepsBack: z.array(TuneStep),
});
export type TuneLink = z.infer<typeof TuneLink>;

export const MoveTuneLink = z.object({
  to: TuneLinkState,
  /** As the caller saw it: somebody else may have moved it meanwhile. */
  from: TuneLinkState,
  reason: z.string().trim().max(500).default(''),
});
export type MoveTuneLink = z.infer<typeof MoveTuneLink>;

import * as z from 'zod';
import { ExperimentId } from './ids.ts';
import { Timestamp } from './time.ts';

/** What a funnel can be told apart by at once with steps and clicks counted per hour. */
export const FUNNEL_DIMENSIONS = ['agent', 'affiliate', 'source'] as const;
export type FunnelDimension = (typeof FUNNEL_DIMENSIONS)[number];

export const FunnelBy = z.enum([...FUNNEL_DIMENSIONS, 'day']);
export type FunnelBy = z.infer<typeof FunnelBy>;

/** `click`: everything on the day of its click. `report`: each thing on the day it came. */
export const FunnelDates = z.enum(['click', 'report']);
export type FunnelDates = z.infer<typeof FunnelDates>;

/**
 * How many clicks came how far. A click counts in each stage that was reported of it, whether or not the stages before it
 * were; leads and sales are counted as in the results.
 */
export const FunnelCounts = z.object({
  clicks: z.int(),
  viewed: z.int(),
  quizStarted: z.int(),
  quizSubmitted: z.int(),
  leads: z.int(),
  sales: z.int(),
});
export type FunnelCounts = z.infer<typeof FunnelCounts>;

export const FUNNEL_STAGES = ['clicks', 'viewed', 'quizStarted', 'quizSubmitted', 'leads', 'sales'] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

/**
 * Which share of a group's leads or sales has come by now, between 0 and 1, by how late those of this experiment have
 * come so far: null where that is not known yet, and by report date, where nothing of a day is still to come.
 */
export const Arrived = z.object({ leads: z.number().nullable(), sales: z.number().nullable() });
export type Arrived = z.infer<typeof Arrived>;

export const FunnelRow = z.object({
  /** An agent's id, an affiliate's, a source, or a day; empty: the clicks had none. */
  key: z.string(),
  /** An agent's letter and name; else the key. */
  label: z.string(),
  /** Stands for all that have no row of their own. */
  isRest: z.boolean(),
  counts: FunnelCounts,
  arrived: Arrived,
});
export type FunnelRow = z.infer<typeof FunnelRow>;

/** From click to sale: people's clicks that the split gave to their agent, as in the results. */
export const Funnel = z.object({
  experimentId: ExperimentId,
  by: FunnelBy,
  dates: FunnelDates,
  from: Timestamp,
  to: Timestamp,
  /** Stages that anything has been reported of; of the others nothing is known, which is not a 0. */
  tracked: z.array(z.enum(FUNNEL_STAGES)),
  total: z.object({ counts: FunnelCounts, arrived: Arrived }),
  /** By clicks, the most first; days and agents in their own order. */
  items: z.array(FunnelRow),
  /** Whether the workspace has a source of page events. */
  hasSource: z.boolean(),
});
export type Funnel = z.infer<typeof Funnel>;

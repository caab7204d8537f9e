import * as z from 'zod';
import { Agent, ChangeReason, MOST_AGENTS, NewAgent } from './agent.ts';
import { DailyCap } from './daily-cap.ts';
import { ExperimentId } from './ids.ts';
import { Link, MOST_LINKS, NewLink } from './link.ts';
import { Currency } from './money.ts';
import { Ramp } from './ramp.ts';
import { RedirectStatus, StickyDays, TimezoneName } from './release.ts';
import { ReleaseStatus } from './release-history.ts';
import { Rules } from './rule.ts';
import { LocalMinute, Schedule } from './schedule.ts';
import { Timestamp } from './time.ts';
import { BasisPoints, sumOfWeights, TOTAL_BASIS_POINTS } from './weights.ts';

/** C7: draft → scheduled → running ⇄ paused → completed → archived. */
export const ExperimentState = z.enum(['draft', 'scheduled', 'running', 'paused', 'completed', 'archived']);
export type ExperimentState = z.infer<typeof ExperimentState>;

/** `fixed`: a person sets the weights. `auto`: the grading worker does, within the limits of `optimization`. */
export const Mode = z.enum(['fixed', 'auto']);
export type Mode = z.infer<typeof Mode>;

/** What the grading worker maximises: revenue per click, or leads per click. */
export const Objective = z.enum(['rpc', 'cvr']);
export type Objective = z.infer<typeof Objective>;

/** The limits a person sets on the optimizer. */
const limits = {
  /** The exploration minimum: the least share of an agent that is on. */
  floorBasisPoints: BasisPoints.max(5000),
  /** The largest change of one agent's weight in one release. */
  stepBasisPoints: BasisPoints.min(1),
  /** Clicks every agent needs before the first grade. */
  burnInClicks: z.int().min(0).max(1_000_000),
  /** Hold when no buyer event came for this long. */
  staleAfterMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 60),
};

export const Optimization = z.object({
  floorBasisPoints: limits.floorBasisPoints.default(500),
  stepBasisPoints: limits.stepBasisPoints.default(1500),
  burnInClicks: limits.burnInClicks.default(500),
  staleAfterMinutes: limits.staleAfterMinutes.default(360),
});
export type Optimization = z.infer<typeof Optimization>;

/** A URL that traffic goes to when there is no agent for it; no macros. */
export const FallbackUrl = z.string().min(1).max(2000);

export const Experiment = z.object({
  id: ExperimentId,
  /** Counts from 1 within the deployment: part of every click id. */
  number: z.int().min(1),
  name: z.string(),
  state: ExperimentState,
  mode: Mode,
  objective: Objective,
  /** Set while the split is frozen: clicks go on, grading goes on, nothing is published by the optimizer. */
  heldSince: Timestamp.nullable(),
  holdReason: z.string().nullable(),
  currency: Currency,
  attributionWindowDays: z.int(),
  fallbackUrl: FallbackUrl.nullable(),
  /** In order: the first whose conditions all hold decides (R9). */
  rules: Rules,
  /** In which rules read the hours of the week, and a cap's day begins. */
  timezone: TimezoneName,
  /** For so many days a visitor's cookie keeps their agent; 0: never. */
  stickyDays: StickyDays,
  redirectStatus: RedirectStatus,
  /** Agents whose page fails are taken out of the split, and put back when it is well again (C8). */
  takesOutFailingPages: z.boolean(),
  dailyCap: DailyCap.nullable(),
  /** Today's clicks have reached the cap: until the day ends clicks go to the fallback (R10). */
  isCapped: z.boolean(),
  optimization: Optimization,
  /** When it is to start by itself; it does once it is scheduled. */
  startsAt: LocalMinute.nullable(),
  willStartAt: Timestamp.nullable(),
  /** When it is to end by itself. */
  endsAt: LocalMinute.nullable(),
  willEndAt: Timestamp.nullable(),
  gradingSchedule: Schedule.nullable(),
  nextGradingAt: Timestamp.nullable(),
  agents: z.array(Agent),
  links: z.array(Link),
  /** The newest release, or null before the first start. */
  release: z.object({ number: z.int(), status: ReleaseStatus, publishedAt: Timestamp }).nullable(),
  /** The newest weight change that was spread over steps, under way or over; null: there was none. */
  ramp: Ramp.nullable(),
  /** Goes up with every change; send it as `If-Match`. */
  version: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  startedAt: Timestamp.nullable(),
});
export type Experiment = z.infer<typeof Experiment>;

/** What a person sets for an experiment besides its agents and its links. */
export const experimentSettings = {
  name: z.string().trim().min(1, 'is missing').max(120),
  mode: Mode,
  objective: Objective,
  attributionWindowDays: z.int().min(1).max(365),
  fallbackUrl: FallbackUrl.nullable(),
  rules: Rules,
  timezone: TimezoneName,
  stickyDays: StickyDays,
  redirectStatus: RedirectStatus,
  takesOutFailingPages: z.boolean(),
  dailyCap: DailyCap.nullable(),
  optimization: Optimization,
  gradingSchedule: Schedule.nullable(),
};

/** A date belongs to one experiment: no template hands it on. */
const dates = { startsAt: LocalMinute.nullable(), endsAt: LocalMinute.nullable() };

export const CreateExperiment = z
  .object({
    name: experimentSettings.name,
    mode: experimentSettings.mode.default('fixed'),
    objective: experimentSettings.objective.default('rpc'),
    attributionWindowDays: experimentSettings.attributionWindowDays.default(90),
    fallbackUrl: experimentSettings.fallbackUrl.default(null),
    rules: experimentSettings.rules.default([]),
    timezone: experimentSettings.timezone.default('UTC'),
    stickyDays: experimentSettings.stickyDays.default(0),
    redirectStatus: experimentSettings.redirectStatus.default(302),
    takesOutFailingPages: experimentSettings.takesOutFailingPages.default(false),
    dailyCap: experimentSettings.dailyCap.default(null),
    optimization: experimentSettings.optimization.prefault({}),
    startsAt: dates.startsAt.default(null),
    endsAt: dates.endsAt.default(null),
    gradingSchedule: experimentSettings.gradingSchedule.default(null),
    agents: z.array(NewAgent).min(2, 'needs two agents or more').max(MOST_AGENTS),
    links: z.array(NewLink).min(1, 'needs a link, or no click can reach it').max(MOST_LINKS),
  })
  .superRefine(({ agents, optimization }, context) => {
    const sum = sumOfWeights(agents.map((agent) => agent.weightBasisPoints));
    if (sum !== TOTAL_BASIS_POINTS)
      context.addIssue({ code: 'custom', path: ['agents'], message: weightsMustAddUp(sum) });
    if (agents.filter((agent) => agent.isControl).length > 1)
      context.addIssue({ code: 'custom', path: ['agents'], message: 'only one agent can be the control' });
    if (optimization.floorBasisPoints * agents.length > TOTAL_BASIS_POINTS)
      context.addIssue({
        code: 'custom',
        path: ['optimization', 'floorBasisPoints'],
        message: floorTooHigh(agents.length),
      });
  });
export type CreateExperiment = z.infer<typeof CreateExperiment>;

/** Another experiment of the same content. What is left out is proposed: a name, and a slug that is free. */
export const DuplicateExperiment = z.object({
  name: experimentSettings.name.optional(),
  links: z.array(NewLink).min(1, 'needs a link, or no click can reach it').max(MOST_LINKS).optional(),
});
export type DuplicateExperiment = z.infer<typeof DuplicateExperiment>;

/** Only what is sent changes: each limit by itself, and a schedule keeps its timezone. */
export const ChangeExperiment = z
  .object({
    ...experimentSettings,
    ...dates,
    optimization: z.object(limits).partial(),
    gradingSchedule: Schedule.extend({ timezone: Schedule.shape.timezone.unwrap().optional() }).nullable(),
    reason: ChangeReason,
  })
  .partial();
export type ChangeExperiment = z.infer<typeof ChangeExperiment>;

/** A person's own split: one weight for every agent that is on. */
export const OverrideSplit = z
  .object({
    weights: z.array(z.object({ agentId: Agent.shape.id, weightBasisPoints: BasisPoints })).min(1),
    reason: z.string().trim().min(1, 'say why, for whoever reads it later').max(500),
    /** Hold afterwards, so that the optimizer leaves the split alone until someone resumes. */
    hold: z.boolean(),
  })
  .superRefine(({ weights }, context) => {
    const sum = sumOfWeights(weights.map((weight) => weight.weightBasisPoints));
    if (sum !== TOTAL_BASIS_POINTS)
      context.addIssue({ code: 'custom', path: ['weights'], message: weightsMustAddUp(sum) });
  });
export type OverrideSplit = z.infer<typeof OverrideSplit>;

export const HoldExperiment = z.object({ reason: z.string().trim().min(1, 'say why').max(500) });

/** `12.5%` rather than basis points, because people read it. */
const percent = (basisPoints: number): string => `${basisPoints / 100}%`;

export function weightsMustAddUp(sum: number): string {
  const difference = TOTAL_BASIS_POINTS - sum;
  const fix = difference > 0 ? `Add ${percent(difference)}` : `Take away ${percent(-difference)}`;
  return `Weights add up to ${percent(sum)}, not 100%. ${fix}.`;
}

export const floorTooHigh = (agents: number): string =>
  `${agents} agents cannot each keep this much: ${percent(Math.floor(TOTAL_BASIS_POINTS / agents))} is the most.`;

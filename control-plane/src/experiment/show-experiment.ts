import { agentLetter, type Experiment, type Link, toTimestamp } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../context.ts';
import { minuteOf } from '../domain/experiment-dates.ts';
import { RECENT_MS, releaseStatus } from '../domain/release-status.ts';
import type { Database } from '../io/database.ts';
import { countRecentClicks } from '../outcomes/recent-clicks.store.ts';
import type { AgentRow, ExperimentRows, LinkRow } from './experiments.store.ts';
import { readPageHealth } from './page-health.store.ts';
import { readNewestRamp } from './ramps.store.ts';
import { readNewestRelease } from './releases.store.ts';
import { showRamp } from './show-ramp.ts';

/** An experiment as the API answers it. */
export type ShownExperiment = z.input<typeof Experiment>;

/** @param db  the transaction, where the experiment has just been changed in one */
export async function showExperiment(ctx: Context, db: Database, rows: ExperimentRows): Promise<ShownExperiment> {
  const ramp = await readNewestRamp(db, rows.experiment.id);
  const { experiment, agents, links, schedules } = rows;
  const { start, grading, end } = schedules;
  const pages = await readPageHealth(
    db,
    experiment.workspaceId,
    agents.map(({ landingUrl }) => landingUrl),
    ctx.now(),
  );
  return {
    id: experiment.id,
    number: experiment.number,
    name: experiment.name,
    state: experiment.state,
    mode: experiment.mode,
    objective: experiment.objective,
    heldSince: experiment.heldSince?.toISOString() ?? null,
    holdReason: experiment.holdReason,
    currency: experiment.currency,
    attributionWindowDays: experiment.attributionWindowDays,
    fallbackUrl: experiment.fallbackUrl,
    rules: experiment.rules,
    timezone: experiment.timezone,
    stickyDays: experiment.stickyDays,
    redirectStatus: experiment.redirectStatus,
    takesOutFailingPages: experiment.takesOutFailingPages,
    dailyCap: experiment.dailyCap,
    isCapped: experiment.isCapped,
    optimization: experiment.optimization,
    startsAt: minuteOf(start),
    willStartAt: start?.nextFireAt?.toISOString() ?? null,
    endsAt: minuteOf(end),
    willEndAt: end?.nextFireAt?.toISOString() ?? null,
    gradingSchedule: grading && { expression: grading.expression, timezone: grading.timezone },
    nextGradingAt: grading?.nextFireAt?.toISOString() ?? null,
    agents: agents.map((agent) => ({ ...showAgent(agent), page: pages.get(agent.landingUrl) ?? null })),
    links: links.map(showLink),
    release: await showRelease(ctx, db, experiment.id),
    ramp: ramp && showRamp(ramp, experiment, ctx.now()),
    version: experiment.version,
    createdAt: experiment.createdAt.toISOString(),
    updatedAt: experiment.updatedAt.toISOString(),
    startedAt: experiment.startedAt?.toISOString() ?? null,
  };
}

/** Field by field: a new column is not to reach the API by itself. */
function showAgent(row: AgentRow): Omit<ShownExperiment['agents'][number], 'page'> {
  const { id, number, name, landingUrl, isControl, state, weightBasisPoints, dailyCap, isCapped, tuneUrlId, offCause } =
    row;
  const letter = agentLetter(number);
  return {
    id,
    number,
    letter,
    name,
    landingUrl,
    isControl,
    state,
    weightBasisPoints,
    dailyCap,
    isCapped,
    tuneUrlId,
    offCause,
  };
}

export function showLink(row: LinkRow): Link {
  const { kind, value, host, unit, beforeTune, deepLinkHosts, presetQuery, handBackUrl, pixelCookie } = row;
  const settings = { unit, beforeTune, deepLinkHosts, presetQuery, handBackUrl, pixelCookie };
  return { id: row.id as Link['id'], kind, value, host, ...settings };
}

async function showRelease(ctx: Context, db: Database, experimentId: string): Promise<ShownExperiment['release']> {
  const newest = await readNewestRelease(db, experimentId);
  if (!newest) return null;
  const { number, confirmedAt, publishedAt } = newest;
  const recent = await countRecentClicks(db, experimentId, new Date(ctx.now() - RECENT_MS));
  const status = releaseStatus({ number, isConfirmed: confirmedAt !== null }, recent);
  return { number, status, publishedAt: toTimestamp(publishedAt.getTime()) };
}

import { agentLetter, DAY_MS, type ExperimentResults, ProblemError, toTimestamp } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import { type AgentRow, readExperiment } from '../../experiment/experiments.store.ts';
import {
  type BucketLength,
  type ClicksOfBucket,
  countClicks,
  findLastEventAt,
  type OutcomesOfBucket,
  sumOutcomes,
} from '../../outcomes/outcomes.store.ts';
import { type ResultsQuery, readKnown, readRange } from './read-range.ts';
import { findLastStoredAt, findNewestGrading, readTimezone } from './results.store.ts';
import { toSeries, total, totalDirected } from './sum-up.ts';

export type ShownResults = z.input<typeof ExperimentResults>;
type Grading = Awaited<ReturnType<typeof findNewestGrading>>;

/** Up to here a line by the hour can be read. */
const LONGEST_BY_HOUR_MS = 3 * DAY_MS;

/**
 * Clicks of a stretch of time with what buyers have reported of them by now, per agent and as a line, beside the newest
 * run's estimates and grades.
 *
 * @throws ProblemError `not_found`, `validation_failed`
 */
export async function getResults(ctx: Context, { experimentId, ...query }: ResultsQuery): Promise<ShownResults> {
  const { db, workspaceId } = ctx;
  const rows = await readExperiment(db, workspaceId, experimentId);
  if (!rows) throw new ProblemError('not_found');
  const { from, to } = readRange(query, ctx.now());
  const known = readKnown(query);
  const range = { experimentId, from: new Date(from), to: new Date(to) };
  const length = await chooseLength(ctx, to - from);
  const clicks = await countClicks(db, range, length);
  const outcomes = await sumOutcomes(db, range, length, known);
  const grading = await findNewestGrading(db, experimentId);
  const clicksAsOf = await findLastStoredAt(db, experimentId);
  const revenueAsOf = await findLastEventAt(db, experimentId, known);
  return {
    experimentId,
    from: toTimestamp(from),
    to: toTimestamp(to),
    totals: total(clicks, outcomes),
    directed: totalDirected(clicks, outcomes),
    agents: rows.agents.map((agent) => showAgent(agent, clicks, outcomes, grading)).filter(isShown),
    series: toSeries(clicks, outcomes),
    clicksAsOf: clicksAsOf && toTimestamp(clicksAsOf.getTime()),
    revenueAsOf: revenueAsOf && toTimestamp(revenueAsOf.getTime()),
    gradedAt: grading?.finishedAt ? toTimestamp(grading.finishedAt.getTime()) : null,
  };
}

async function chooseLength({ db, workspaceId }: Context, rangeMs: number): Promise<BucketLength> {
  if (rangeMs <= LONGEST_BY_HOUR_MS) return { unit: 'hour' };
  return { unit: 'day', timezone: await readTimezone(db, workspaceId) };
}

function showAgent(
  agent: AgentRow,
  clicks: readonly ClicksOfBucket[],
  outcomes: readonly OutcomesOfBucket[],
  grading: Grading,
): ShownResults['agents'][number] {
  const { id, number, name, state, isControl, weightBasisPoints } = agent;
  const isOwn = ({ agentId }: { agentId: string }) => agentId === id;
  const prediction = grading?.proposal?.predictions.find(isOwn);
  return {
    agentId: id,
    letter: agentLetter(number),
    name,
    state,
    isControl,
    weightBasisPoints,
    outcomes: total(clicks.filter(isOwn), outcomes.filter(isOwn)),
    directed: totalDirected(clicks.filter(isOwn), outcomes.filter(isOwn)),
    cvr: prediction?.cvr ?? null,
    rpc: prediction?.rpc ?? null,
    probabilityBest: prediction?.probabilityBest ?? null,
    grade: grading?.proposal?.grades.find(isOwn) ?? null,
  };
}

/** An archived agent is shown where it had a part in what is looked at. */
const isShown = ({ state, outcomes, directed }: ShownResults['agents'][number]): boolean =>
  state !== 'archived' || outcomes.clicks > 0 || outcomes.leads > 0 || directed.clicks > 0;

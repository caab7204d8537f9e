import {
  agentLetter,
  DAY_MS,
  FUNNEL_STAGES,
  type Funnel,
  type FunnelBy,
  type FunnelDates,
  type FunnelRow,
  ProblemError,
  toTimestamp,
} from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import { estimateArrival } from '../../domain/arrival-curve.ts';
import { type FunnelGroup, groupFunnel } from '../../domain/group-funnel.ts';
import { type AgentRow, readExperiment } from '../../experiment/experiments.store.ts';
import { countDelays, countOutcomes, countSteps, hasSegmentSource, SLOTS } from './funnel.store.ts';
import { type ResultsQuery, readRange } from './read-range.ts';
import { readTimezone } from './results.store.ts';

/** How late events come is learned from clicks of this time: no buyer reports later than the last slot counts. */
const LEARNED_FROM_DAYS = 120;

/**
 * How far an experiment's clicks came. Of young clicks leads and sales are still to come: `arrived` says which share of
 * them is usually here by now.
 *
 * @throws ProblemError `not_found`, `validation_failed`
 */
export async function getFunnel(
  ctx: Context,
  { experimentId, by, dates, ...range }: ResultsQuery & { by: FunnelBy; dates: FunnelDates },
): Promise<z.input<typeof Funnel>> {
  const { db, workspaceId } = ctx;
  const rows = await readExperiment(db, workspaceId, experimentId);
  if (!rows) throw new ProblemError('not_found');
  const now = ctx.now();
  const { from, to } = readRange(range, now);
  const timezone = await readTimezone(db, workspaceId);
  const query = { experimentId, by, dates, from: new Date(from), to: new Date(to), timezone, now: new Date(now) };
  const visits = await countSteps(db, query);
  const outcomes = await countOutcomes(db, query);
  const { groups, total } = groupFunnel(visits, outcomes, dates === 'click' ? await learnDelays(ctx, query) : null);
  return {
    experimentId,
    by,
    dates,
    from: toTimestamp(from),
    to: toTimestamp(to),
    tracked: FUNNEL_STAGES.filter((stage) => ALWAYS_TRACKED.has(stage) || total.counts[stage] > 0),
    total,
    items: inOrder(groups, by, rows.agents),
    hasSource: await hasSegmentSource(db, workspaceId),
  };
}

/** Clicks are our own, and buyers who report nothing are shown elsewhere. */
const ALWAYS_TRACKED: ReadonlySet<string> = new Set(['clicks', 'leads', 'sales']);

async function learnDelays({ db }: Context, query: { experimentId: string; now: Date }) {
  const delays = await countDelays(db, query, new Date(query.now.getTime() - LEARNED_FROM_DAYS * DAY_MS));
  const curveOf = (kind: 'lead' | 'sale') =>
    estimateArrival(
      delays.filter((delay) => delay.kind === kind),
      SLOTS,
    );
  return { leads: curveOf('lead'), sales: curveOf('sale') };
}

function inOrder(groups: readonly FunnelGroup[], by: FunnelBy, agents: readonly AgentRow[]): FunnelRow[] {
  const numbers = new Map(agents.map(({ id, number }) => [id, number]));
  const label = (key: string): string => {
    const agent = by === 'agent' && agents.find(({ id }) => id === key);
    return agent ? `${agentLetter(agent.number)} ${agent.name}` : key;
  };
  const compare = (a: FunnelGroup, b: FunnelGroup): number => {
    if (a.isRest !== b.isRest) return a.isRest ? 1 : -1;
    if (by === 'agent') return (numbers.get(a.key) ?? 0) - (numbers.get(b.key) ?? 0);
    if (by !== 'day' && a.counts.clicks !== b.counts.clicks) return b.counts.clicks - a.counts.clicks;
    return a.key < b.key ? -1 : 1;
  };
  return groups.toSorted(compare).map((group) => ({ ...group, label: label(group.key) }));
}

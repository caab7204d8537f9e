import { agentLetter, DAY_MS, type ExperimentListItem, type ExperimentSort, toTimestamp } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import type { AgentRow } from '../../experiment/experiments.store.ts';
import { type PageKey, readSortCursor, toPage } from '../../http/page.ts';
import {
  agentsOf,
  countClicks,
  type ListedExperiment,
  type ListFilter,
  newestPredictions,
  pageOfExperiments,
  type SplitRow,
  splitsSince,
  sumOutcomes,
} from './experiment-list.store.ts';

type ListItem = z.input<typeof ExperimentListItem>;

const SHOWN_DAYS = 14;

export interface ListQuery extends ListFilter {
  cursor?: string | undefined;
  limit: number;
}

/** Experiments with their last 14 days, in the order asked for. @throws ProblemError `validation_failed` */
export async function listExperiments(ctx: Context, { cursor, limit, ...filter }: ListQuery) {
  const rows = await pageOfExperiments(ctx.db, ctx.workspaceId, filter, readSortCursor(cursor), limit + 1);
  const parts = await readParts(
    ctx,
    rows.slice(0, limit).map((row) => row.id),
  );
  return toPage(rows, limit, keyOf(filter.sort), (row) => showItem(row, parts));
}

const keyOf =
  (sort: ExperimentSort) =>
  (row: ListedExperiment): PageKey<number | string> => {
    const { id } = row;
    if (sort.endsWith('name')) return { at: row.sortName, id };
    return { at: sort.endsWith('createdAt') ? id : row.updatedAt.getTime(), id };
  };

type Parts = Awaited<ReturnType<typeof readParts>>;

async function readParts({ db, now }: Context, ids: readonly string[]) {
  const since = new Date(now() - SHOWN_DAYS * DAY_MS);
  const [agents, clicks, outcomes, splits, predictions] = await Promise.all([
    agentsOf(db, ids),
    countClicks(db, ids, since),
    sumOutcomes(db, ids, since),
    splitsSince(db, ids, since),
    newestPredictions(db, ids),
  ]);
  return {
    since,
    agents: Map.groupBy(agents, (row) => row.experimentId),
    clicks: new Map(clicks.map((row) => [row.experimentId, row])),
    outcomes: new Map(outcomes.map((row) => [row.experimentId, row])),
    splits: Map.groupBy(splits, (row) => row.experimentId),
    predictions: new Map(predictions.map((row) => [row.experimentId, row])),
  };
}

function showItem(row: ListedExperiment, parts: Parts): ListItem {
  const agents = parts.agents.get(row.id) ?? [];
  const clicks = parts.clicks.get(row.id);
  const outcomes = parts.outcomes.get(row.id);
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    mode: row.mode,
    objective: row.objective,
    currency: row.currency,
    createdAt: row.createdAt.toISOString(),
    heldSince: row.heldSince?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    nextGradingAt: row.nextGradingAt?.toISOString() ?? null,
    agents: agents.map((agent) => ({
      id: agent.id,
      letter: agentLetter(agent.number),
      name: agent.name,
      weightBasisPoints: agent.weightBasisPoints,
      state: agent.state,
    })),
    outcomes: {
      clicks: clicks?.clicks ?? 0,
      botClicks: clicks?.botClicks ?? 0,
      leads: outcomes?.leads ?? 0,
      sales: outcomes?.sales ?? 0,
      revenueMicros: outcomes?.revenueMicros ?? 0,
    },
    directed: {
      clicks: clicks?.directedClicks ?? 0,
      leads: outcomes?.directedLeads ?? 0,
      sales: outcomes?.directedSales ?? 0,
      revenueMicros: outcomes?.directedRevenueMicros ?? 0,
    },
    splits: showSplits(parts.splits.get(row.id) ?? [], parts.since),
    best: bestOf(agents, parts.predictions.get(row.id)),
  };
}

/** Only where the split changed: a pause makes a release, and no other picture. */
function showSplits(rows: readonly SplitRow[], since: Date): ListItem['splits'] {
  const splits: ListItem['splits'] = [];
  for (const { publishedAt, weights } of rows) {
    const shown = weights.map((weight) => weight.weightBasisPoints);
    const isSame = splits.at(-1)?.weights.every((weight, i) => weight === shown[i]) ?? false;
    if (!isSame) splits.push({ at: toTimestamp(Math.max(publishedAt.getTime(), since.getTime())), weights: shown });
  }
  return splits;
}

/** The agent most likely best by the newest run's word. */
function bestOf(
  agents: readonly AgentRow[],
  run: Awaited<ReturnType<typeof newestPredictions>>[number] | undefined,
): ListItem['best'] {
  const [best] = (run?.predictions ?? []).toSorted((a, b) => b.probabilityBest - a.probabilityBest);
  const agent = agents.find(({ id }) => id === best?.agentId);
  if (!best || !agent) return null;
  const grade = run?.grades.find(({ agentId }) => agentId === best.agentId)?.letter ?? null;
  return { letter: agentLetter(agent.number), probabilityBest: best.probabilityBest, grade, rpc: best.rpc };
}

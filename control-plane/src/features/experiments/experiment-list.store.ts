import {
  type AgentWeight,
  DAY_MS,
  type ExperimentSort,
  type ExperimentState,
  type Mode,
  type Proposal,
} from '@alyson/schema';
import {
  agentHours,
  agents,
  buyerEvents,
  experimentDays,
  experiments,
  releases,
  runs,
  schedules,
} from '@alyson/schema/tables';
import { and, asc, desc, eq, gte, ilike, inArray, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database } from '../../io/database.ts';
import { inOrder, isBeyond, type ListOrder, like } from '../../io/database-paging.ts';
import { isCounted, OUTCOME_SUMS, sumOf } from '../../outcomes/outcomes.store.ts';

export interface ListFilter {
  /** Without one: every experiment that is not archived. */
  state?: ExperimentState | undefined;
  /** Part of the name. */
  q?: string | undefined;
  mode?: Mode | undefined;
  /** Whether their split is frozen. */
  held?: boolean | undefined;
  sort: ExperimentSort;
}

export type ListedExperiment = Awaited<ReturnType<typeof pageOfExperiments>>[number];

/** Each order has an index of its own. Ids rise with time, so theirs is the order of creation. */
const ORDERS: Readonly<Record<'updatedAt' | 'createdAt' | 'name', Omit<ListOrder, 'direction'>>> = {
  updatedAt: { value: experiments.updatedAt, id: experiments.id, type: 'timestamptz' },
  createdAt: { value: experiments.id, id: experiments.id, type: 'text' },
  name: { value: sql`lower(${experiments.name})`, id: experiments.id, type: 'text' },
};

const orderOf = (sort: ExperimentSort): ListOrder => {
  const name = sort.replace('-', '') as keyof typeof ORDERS;
  return { ...ORDERS[name], direction: sort.startsWith('-') ? 'descending' : 'ascending' };
};

/** In the order asked for. */
export function pageOfExperiments(
  db: Database,
  workspaceId: string,
  filter: ListFilter,
  after: PageKey<number | string> | null,
  limit: number,
) {
  const order = orderOf(filter.sort);
  return db
    .select({
      id: experiments.id,
      name: experiments.name,
      state: experiments.state,
      mode: experiments.mode,
      objective: experiments.objective,
      currency: experiments.currency,
      heldSince: experiments.heldSince,
      createdAt: experiments.createdAt,
      updatedAt: experiments.updatedAt,
      sortName: sql<string>`lower(${experiments.name})`,
      nextGradingAt: schedules.nextFireAt,
    })
    .from(experiments)
    .leftJoin(schedules, and(eq(schedules.experimentId, experiments.id), eq(schedules.kind, 'grading')))
    .where(
      and(
        eq(experiments.workspaceId, workspaceId),
        filter.state ? eq(experiments.state, filter.state) : ne(experiments.state, 'archived'),
        filter.mode && eq(experiments.mode, filter.mode),
        filter.held === undefined
          ? undefined
          : filter.held
            ? isNotNull(experiments.heldSince)
            : isNull(experiments.heldSince),
        filter.q ? ilike(experiments.name, like(filter.q)) : undefined,
        isBeyond(order, after),
      ),
    )
    .orderBy(...inOrder(order))
    .limit(limit);
}

export function agentsOf(db: Database, experimentIds: readonly string[]) {
  return db
    .select()
    .from(agents)
    .where(inArray(agents.experimentId, [...experimentIds]))
    .orderBy(asc(agents.number));
}

/** Clicks of the hours since a moment: hour by hour to the end of its day, then by whole days. */
export function countClicks(db: Database, experimentIds: readonly string[], since: Date) {
  const nextDay = new Date(Math.ceil(since.getTime() / DAY_MS) * DAY_MS);
  const ids = [...experimentIds];
  const rest = and(gte(agentHours.hour, since), lt(agentHours.hour, nextDay));
  const counted = db
    .select(countsOf(agentHours))
    .from(agentHours)
    .where(and(inArray(agentHours.experimentId, ids), rest))
    .unionAll(
      db
        .select(countsOf(experimentDays))
        .from(experimentDays)
        .where(and(inArray(experimentDays.experimentId, ids), gte(experimentDays.day, nextDay))),
    )
    .as('counted');
  return db
    .select({
      experimentId: counted.experimentId,
      clicks: sumOf(counted.clicks),
      directedClicks: sumOf(counted.directedClicks),
      botClicks: sumOf(counted.botClicks),
    })
    .from(counted)
    .groupBy(counted.experimentId);
}

const countsOf = ({ experimentId, clicks, directedClicks, botClicks }: typeof agentHours | typeof experimentDays) => ({
  experimentId,
  clicks,
  directedClicks,
  botClicks,
});

/** What buyers reported of the clicks since a moment. */
export function sumOutcomes(db: Database, experimentIds: readonly string[], since: Date) {
  return db
    .select({
      experimentId: buyerEvents.experimentId,
      ...OUTCOME_SUMS,
    })
    .from(buyerEvents)
    .where(and(isCounted, inArray(buyerEvents.experimentId, [...experimentIds]), gte(buyerEvents.clickedAt, since)))
    .groupBy(buyerEvents.experimentId);
}

export interface SplitRow {
  experimentId: string;
  publishedAt: Date;
  weights: AgentWeight[];
}

/** Releases since a moment, and before them the one that was in force at it; oldest first. */
export async function splitsSince(db: Database, experimentIds: readonly string[], since: Date): Promise<SplitRow[]> {
  const { experimentId, publishedAt, weights } = releases;
  const ofThese = inArray(experiments.id, [...experimentIds]);
  const before = db
    .select({ publishedAt, weights })
    .from(releases)
    .where(and(eq(experimentId, experiments.id), lt(publishedAt, since)))
    .orderBy(desc(publishedAt), desc(releases.number))
    .limit(1)
    .as('before');
  const atStart = await db
    .select({ experimentId: experiments.id, publishedAt: before.publishedAt, weights: before.weights })
    .from(experiments)
    .crossJoinLateral(before)
    .where(ofThese);
  const later = await db
    .select({ experimentId, publishedAt, weights })
    .from(releases)
    .where(and(inArray(experimentId, [...experimentIds]), gte(publishedAt, since)))
    .orderBy(asc(releases.number));
  return [...atStart, ...later];
}

/** The newest run of each that came to a prediction. */
export function newestPredictions(db: Database, experimentIds: readonly string[]) {
  const newest = db
    .select({
      predictions: sql<Proposal['predictions']>`${runs.proposal} -> 'predictions'`.as('predictions'),
      grades: sql<Proposal['grades']>`${runs.proposal} -> 'grades'`.as('grades'),
    })
    .from(runs)
    .where(and(eq(runs.experimentId, experiments.id), isNotNull(runs.proposal)))
    .orderBy(desc(runs.scheduledFor), desc(runs.id))
    .limit(1)
    .as('newest');
  return db
    .select({ experimentId: experiments.id, predictions: newest.predictions, grades: newest.grades })
    .from(experiments)
    .crossJoinLateral(newest)
    .where(inArray(experiments.id, [...experimentIds]));
}

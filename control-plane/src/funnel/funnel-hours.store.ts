import type { FunnelDimension } from '@alyson/schema';
import { funnelHours } from '@alyson/schema/tables';
import { type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../io/database.ts';

/** Where something is counted: an experiment's value of a dimension, in an hour. */
interface FunnelPlace {
  experimentId: string;
  dimension: FunnelDimension;
  hour: Date;
  value: string;
}

export interface VisitCount extends FunnelPlace {
  clicks: number;
}

/** Steps of clicks of `hour` that came in `reportedHour`. */
export interface StepCount extends FunnelPlace {
  reportedHour: Date;
  viewed: number;
  quizStarted: number;
  quizSubmitted: number;
}

/** So many affiliates or sources have a row of their own in an hour; the others share one. */
const VALUES_PER_HOUR = 50;

const COUNTS = ['clicks', 'viewed', 'quiz_started', 'quiz_submitted'].concat(
  ['viewed', 'quiz_started', 'quiz_submitted'].map((step) => `reported_${step}`),
);

/**
 * Adds clicks. A value that has no row yet is given one while there is room, the most frequent first; once an hour is full
 * it stays so, and the steps of a click are counted in the row where the click is.
 */
export async function addVisits(tx: Tx, visits: readonly VisitCount[]): Promise<void> {
  const clicks = sql`${sql.param(visits.map((visit) => visit.clicks))}::int[]`;
  await tx.execute(sql`
    with given as materialized (select * from unnest(${placesOf(visits)}, ${clicks}) as given(experiment_id, dimension, hour, value, clicks)),
    told as (select given.*, own.value is not null or given.dimension = 'agent' as is_known from given left join ${OWN_ROW}),
    room as (
      select crowded.*, ${VALUES_PER_HOUR} - count(kept.value) as places
      from (select distinct experiment_id, dimension, hour from told where not is_known) as crowded
      left join ${funnelHours} kept on kept.experiment_id = crowded.experiment_id and kept.dimension = crowded.dimension
        and kept.hour = crowded.hour and not kept.is_rest
      group by 1, 2, 3),
    placed as (
      select told.*, not is_known and places < row_number() over (
        partition by experiment_id, dimension, hour, is_known order by clicks desc, value) as is_rest
      from told left join room using (experiment_id, dimension, hour))
    ${addUp(sql`select experiment_id, dimension, hour, coalesce(is_rest, false) as is_rest, value, clicks,
      0 as viewed, 0 as quiz_started, 0 as quiz_submitted, 0 as reported_viewed, 0 as reported_quiz_started,
      0 as reported_quiz_submitted from placed`)}`);
}

/** Adds steps in the hour of their clicks, and in the hour in which they came. */
export async function addSteps(tx: Tx, steps: readonly StepCount[]): Promise<void> {
  const columns = [
    sql`${sql.param(steps.map((step) => step.reportedHour.toISOString()))}::timestamptz[]`,
    ...(['viewed', 'quizStarted', 'quizSubmitted'] as const).map(
      (name) => sql`${sql.param(steps.map((step) => step[name]))}::int[]`,
    ),
  ];
  await tx.execute(sql`
    with given as materialized (select * from unnest(${placesOf(steps)}, ${sql.join(columns, sql`, `)})
      as given(experiment_id, dimension, hour, value, reported_hour, viewed, quiz_started, quiz_submitted)),
    placed as (
      select given.*, own.value is null and given.dimension <> 'agent' as is_rest from given left join ${OWN_ROW})
    ${addUp(sql`
      select experiment_id, dimension, hour, is_rest, value, 0 as clicks, viewed, quiz_started, quiz_submitted,
        0 as reported_viewed, 0 as reported_quiz_started, 0 as reported_quiz_submitted from placed
      union all
      select experiment_id, dimension, reported_hour, is_rest, value, 0, 0, 0, 0, viewed, quiz_started, quiz_submitted
      from placed`)}`);
}

const OWN_ROW = sql`${funnelHours} own on own.experiment_id = given.experiment_id and own.dimension = given.dimension
  and own.hour = given.hour and not own.is_rest and own.value = given.value`;

const placesOf = (places: readonly FunnelPlace[]): SQL =>
  sql`${sql.param(places.map((place) => place.experimentId))}::text[],
    ${sql.param(places.map((place) => place.dimension))}::text[],
    ${sql.param(places.map((place) => place.hour.toISOString()))}::timestamptz[],
    ${sql.param(places.map((place) => place.value))}::text[]`;

/** In one order for everybody, so that two transactions never wait for each other's rows in a circle. */
function addUp(counted: SQL): SQL {
  const names = sql.raw(COUNTS.join(', '));
  const sums = sql.raw(COUNTS.map((name) => `sum(${name})`).join(', '));
  const added = sql.raw(COUNTS.map((name) => `${name} = kept.${name} + excluded.${name}`).join(', '));
  return sql`, counted as (${counted})
    insert into ${funnelHours} as kept (experiment_id, dimension, hour, is_rest, value, ${names})
    select experiment_id, dimension, hour, is_rest, case when is_rest then '' else value end, ${sums}
    from counted group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
    on conflict (experiment_id, dimension, hour, is_rest, value) do update set ${added}`;
}

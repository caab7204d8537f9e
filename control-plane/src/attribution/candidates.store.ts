import type { Instant } from '@alyson/schema';
import { clickKeys, clicks, experiments } from '@alyson/schema/tables';
import { type SQL, sql } from 'drizzle-orm';
import { type CandidateClick, SKEW_MS } from '../domain/attribution.ts';
import type { Database } from '../io/database.ts';

/** A key as clicks and events meet in it. */
export interface ClickKey {
  workspaceId: string;
  keyDigest: Uint8Array;
}

/** What is looked for: the clicks of a workspace with one key, up to the time of an event. */
export interface KeyLookup extends ClickKey {
  /** The key itself: it may be the click's own id, which landing pages are given as TUNE's transaction id. */
  utmContent: string | null;
  occurredAt: Instant;
}

/** A key that never changes can have millions of clicks: the newest of people and of bots decide. */
const CANDIDATES = 50;

/** Clicks of no experiment are found as long as the default of an experiment allows. */
const DEFAULT_WINDOW_DAYS = 90;

const ITSELF = sql`(
  select c.id from ${clicks} c where c.id = l.key and c.workspace_id = l.workspace_id and c.clicked_at <= l.latest)`;

type Row = { [K in keyof CandidateClick]: CandidateClick[K] } & { place: number };

/** @returns for each lookup, in its order, the newest clicks that were not after the event (with the clocks' skew) */
export async function findCandidates(tx: Database, lookups: readonly KeyLookup[]): Promise<CandidateClick[][]> {
  const newest = (isBot: boolean): SQL => sql`(
    select k.click_id from ${clickKeys} k
    where k.workspace_id = l.workspace_id and k.key_digest = l.key_digest and k.is_bot = ${isBot} and k.clicked_at <= l.latest
    order by k.clicked_at desc, k.click_id desc limit ${CANDIDATES})`;
  const { rows } = await tx.execute<Row>(sql`
    select l.place::int as place, c.id as "clickId", (extract(epoch from c.clicked_at) * 1000)::float8 as "clickedAt",
      c.experiment_id as "experimentId", c.agent_id as "agentId", c.is_bot as "isBot", c.reason as "clickReason",
      c.utm_content as "utmContent",
      e.currency, coalesce(e.attribution_window_days, ${DEFAULT_WINDOW_DAYS}) as "windowDays"
    from unnest(${sql.param(lookups.map((lookup) => lookup.workspaceId))}::text[],
        ${sql.param(lookups.map((lookup) => Buffer.from(lookup.keyDigest)))}::bytea[],
        ${sql.param(lookups.map((lookup) => lookup.utmContent))}::text[],
        ${sql.param(lookups.map((lookup) => new Date(lookup.occurredAt + SKEW_MS).toISOString()))}::timestamptz[])
      with ordinality as l(workspace_id, key_digest, key, latest, place)
    cross join lateral (${newest(false)} union all ${newest(true)} union ${ITSELF}) as found
    join ${clicks} c on c.id = found.click_id
    left join ${experiments} e on e.id = c.experiment_id`);
  const byLookup = Map.groupBy(rows, (row) => row.place);
  return lookups.map((_, index) => (byLookup.get(index + 1) ?? []).map(({ place: _place, ...candidate }) => candidate));
}

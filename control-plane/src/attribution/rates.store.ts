import { earliestRateDay } from '@alyson/schema';
import { exchangeRates } from '@alyson/schema/tables';
import { sql } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

/** A rate that is looked for. */
export interface RateLookup {
  workspaceId: string;
  from: string;
  to: string;
  /** UTC: the newest rate on or before it that still serves. */
  day: string;
}

export interface FoundRate {
  rate: string;
  day: string;
}

type Row = { [K in keyof FoundRate]: FoundRate[K] } & { place: number };

/** @returns for each lookup, in its order, its rate; null where there is none yet */
export async function findRates(db: Database, lookups: readonly RateLookup[]): Promise<(FoundRate | null)[]> {
  const texts = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;
  const { rows } = await db.execute<Row>(sql`
    select l.place::int as place, trim_scale(r.rate)::text as rate, r.day::text as day
    from unnest(${texts(lookups.map(({ workspaceId }) => workspaceId))}, ${texts(lookups.map(({ from }) => from))},
        ${texts(lookups.map(({ to }) => to))}, ${texts(lookups.map(({ day }) => day))}::date[],
        ${texts(lookups.map(({ day }) => earliestRateDay(day)))}::date[])
      with ordinality as l(workspace_id, from_currency, to_currency, day, earliest, place)
    cross join lateral (
      select e.rate, e.day from ${exchangeRates} e
      where e.workspace_id = l.workspace_id and e.from_currency = l.from_currency and e.to_currency = l.to_currency
        and e.day between l.earliest and l.day
      order by e.day desc limit 1) as r`);
  const found = new Map(rows.map(({ place, rate, day }) => [place, { rate, day }]));
  return lookups.map((_, index) => found.get(index + 1) ?? null);
}

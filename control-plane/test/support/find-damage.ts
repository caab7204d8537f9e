import pg from 'pg';

/** What `pg_amcheck` asks of every table and index of a database: rows against their tables, and indexes against rows. */
const DAMAGED_ROWS = `
  select c.relname || ': ' || v.msg as fault
  from pg_class c cross join lateral verify_heapam(c.oid) v
  where c.relkind in ('r', 'm', 't') and c.relpersistence = 'p'`;
const CHECK_INDEXES = `
  select bt_index_parent_check(c.oid, true, true)
  from pg_class c join pg_index i on i.indexrelid = c.oid join pg_am a on a.oid = c.relam
  where a.amname = 'btree' and i.indisvalid and c.relpersistence = 'p' and c.relkind = 'i'`;

/** Agents' hours whose counts are not what a recount of the stored clicks gives. */
const WRONG_COUNTS = `
  select 'clicks of ' || experiment_id || ' at ' || hour || ' are counted wrongly' as fault
  from (select experiment_id, agent_id, date_trunc('hour', clicked_at, 'UTC') as hour, count(*) as clicks from clicks
        where experiment_id is not null and agent_id is not null group by 1, 2, 3) recounted
  full join (select experiment_id, agent_id, hour, sum(clicks + directed_clicks + bot_clicks) as clicks from agent_hours
        group by 1, 2, 3) kept using (experiment_id, agent_id, hour)
  where recounted.clicks is distinct from kept.clicks`;

/** Days that are not the sum of their hours. */
const WRONG_DAYS = `
  select 'clicks of ' || experiment_id || ' on ' || day || ' are counted wrongly' as fault
  from (select experiment_id, date_trunc('day', hour, 'UTC') as day, sum(clicks) as clicks, sum(directed_clicks) as directed,
          sum(bot_clicks) as bots from agent_hours group by 1, 2) summed
  full join (select experiment_id, day, clicks, directed_clicks as directed, bot_clicks as bots from experiment_days) kept
    using (experiment_id, day)
  where (summed.clicks, summed.directed, summed.bots) is distinct from (kept.clicks, kept.directed, kept.bots)`;

/**
 * Reads every page of a database, so that damage which nobody has met yet is found too, and counts again what is kept in
 * sums.
 *
 * @param url  of a superuser
 * @returns in words; empty where all is well
 */
export async function findDamage(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const faultsOf = async (query: string) => {
    const { rows } = await client.query<{ fault: string }>(query);
    return rows.map(({ fault }) => fault);
  };
  try {
    await client.query('create extension if not exists amcheck');
    const damaged = await faultsOf(DAMAGED_ROWS);
    const index = await client.query(CHECK_INDEXES).then(
      () => [],
      (error: Error) => [error.message],
    );
    return [...damaged, ...index, ...(await faultsOf(WRONG_COUNTS)), ...(await faultsOf(WRONG_DAYS))];
  } finally {
    await client.end();
  }
}

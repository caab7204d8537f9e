import type pg from 'pg';

export interface World {
  readonly experiments: number;
  /** Counted, by the hour. */
  readonly clicks: number;
  readonly days: number;
  /** Of them, still there one by one. */
  readonly stored: number;
  /** A started experiment of three agents, of which all others are copies. */
  readonly templateId: string;
}

const HOURS_PER_DAY = 24;
const AGENTS = 3;
const RELEASES = 5;
const RUNS = 5;
/** Clicks that become leads, and sales. */
const LEAD_SHARE = 0.01;

/** Ids that look like ours, by number. */
export const idOf = (prefix: string, number: number): string =>
  `${prefix}_01h455vb4p${String(number).padStart(16, '0')}`;
const idSql = (prefix: string, number: string): string => `'${prefix}_01h455vb4p' || lpad((${number})::text, 16, '0')`;

/** Copies of rows, with some columns of their own: whatever columns the table has. */
const copies = (table: string, changes: Record<string, string>, from: string): string => `
  insert into ${table} select copy.* from ${from}
  cross join lateral jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object(
    ${Object.entries(changes)
      .map(([column, value]) => `'${column}', ${value}`)
      .join(', ')})) copy`;

/** Fills the database as the product itself would have over the time. Written by the server, from series. */
export async function seed(client: pg.Client, world: World, say: (line: string) => void): Promise<void> {
  const { experiments, clicks, days, stored, templateId } = world;
  const run = async (what: string, statements: readonly string[], params: unknown[] = []) => {
    const startedAt = performance.now();
    let rows = 0;
    for (const statement of statements) rows += (await client.query(statement, params)).rowCount ?? 0;
    say(
      `${what.padEnd(44)} ${String(rows).padStart(10)} rows in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
    );
  };
  await client.query('set synchronous_commit = off');
  const { rows: agentRows } = await client.query<{ id: string }>(
    'select id from agents where experiment_id = $1 order by number',
    [templateId],
  );
  const agentIds = agentRows.map(({ id }) => id);
  const t = (table: string, column = 'experiment_id') =>
    `${table} t cross join generate_series(1, ${experiments}) i where t.${column} = '${templateId}'`;
  /** The template's ids in a document, as this copy's. */
  const own = (text: string) =>
    agentIds.reduce(
      (sql, id, n) => `replace(${sql}, '${id}', ${idSql('agt', `i * 10 + ${n + 1}`)})`,
      `replace(${text}, '${templateId}', ${idSql('exp', 'i')})`,
    );
  const withCopies = (table: string, changes: Record<string, string>, rest = '', column = 'experiment_id') =>
    copies(table, changes, `(select t.*, i from ${t(table, column)}) t${rest}`);

  await run('experiments', [
    withCopies(
      'experiments',
      {
        id: idSql('exp', 't.i'),
        number: 't.i + 100',
        name: `(array['Solar','Roof','Windows','Mortgage'])[1 + t.i % 4] || ' ' || t.i`,
        state: `(array['running','running','running','draft','paused','completed'])[1 + t.i % 6]`,
        mode: `(array['auto','fixed'])[1 + t.i % 2]`,
        updated_at: `now() - t.i * interval '11 minutes'`,
      },
      '',
      'id',
    ),
  ]);
  await run('agents', [
    withCopies('agents', { id: idSql('agt', 't.i * 10 + t.number'), experiment_id: idSql('exp', 't.i') }),
  ]);
  await run('links', [
    withCopies('links', {
      id: idSql('lnk', 't.i'),
      experiment_id: idSql('exp', 't.i'),
      value: `'slug-' || t.i`,
      address: `'*/r/slug-' || t.i`,
    }),
  ]);
  const of = (alias: string) => `(select t.*, i from ${t(alias)}) t cross join generate_series(1, ${RELEASES}) n`;
  await run(`releases, ${RELEASES} each`, [
    copies(
      'releases',
      {
        experiment_id: idSql('exp', 't.i'),
        number: 'n',
        document: `jsonb_set(${own('t.document::text').replaceAll(', i', ', t.i').replaceAll('(i', '(t.i')}::jsonb, '{number}', to_jsonb(n))`,
        weights: `${own('t.weights::text').replaceAll('(i', '(t.i')}::jsonb`,
        published_at: `now() - (${RELEASES} - n) * interval '5 days'`,
        confirmed_at: 'now()',
      },
      of('releases'),
    ),
  ]);
  await run('audit entries', [
    copies(
      'audit_entries',
      {
        id: idSql('aud', 't.i * 10 + n'),
        object_id: idSql('exp', 't.i'),
        at: `now() - n * interval '1 day' - t.i * interval '1 second'`,
      },
      `(select t.*, i from audit_entries t cross join generate_series(1, ${experiments}) i
        where t.object_id = '${templateId}' and t.action = 'experiment.started') t cross join generate_series(1, 10) n`,
    ),
  ]);
  await run(`runs, ${RUNS} each`, [
    `insert into runs (id, workspace_id, experiment_id, trigger, scheduled_for, state, available_at, started_at, finished_at, proposal)
     select ${idSql('run', 'i * 10 + n')}, w.id, ${idSql('exp', 'i')}, 'schedule', now() - n * interval '1 hour', 'done', now(), now(), now(),
       jsonb_build_object('predictions', '[]'::jsonb, 'grades', '[]'::jsonb, 'changes', '[]'::jsonb, 'hold', null)
     from workspaces w, generate_series(1, ${experiments}) i, generate_series(1, ${RUNS}) n`,
  ]);

  // The k-th experiment has a k-th of the first one's clicks. Where less than one click falls on an hour, most hours have none.
  const harmonic = Array.from({ length: experiments }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b, 0);
  const mean = `(${clicks / harmonic / (days * HOURS_PER_DAY * AGENTS)} / i)`;
  const dayOfHours = (day: number) => `
    insert into agent_hours (experiment_id, agent_id, hour, release_number, clicks, directed_clicks, bot_clicks)
    select ${idSql('exp', 'i')}, ${idSql('agt', 'i * 10 + a')}, h, 1 + ${day} % ${RELEASES}, greatest(1, round(${mean})), 0, (i % 7 = 0)::int
    from generate_series(1, ${experiments}) i cross join generate_series(1, ${AGENTS}) a
    cross join generate_series(date_trunc('hour', now()) - interval '${day + 1} days' + interval '1 hour',
      date_trunc('hour', now()) - interval '${day} days', interval '1 hour') h
    where ${mean} >= 1 or random() < ${mean}`;
  // Day by day, as they came: the rows of one experiment lie far apart.
  await run(
    'hours of agents with their counted clicks',
    Array.from({ length: days }, (_, i) => dayOfHours(days - 1 - i)),
  );
  await run('days of experiments, of the same clicks', [
    `insert into experiment_days
     select experiment_id, date_trunc('day', hour, 'UTC'), sum(clicks), sum(directed_clicks), sum(bot_clicks) from agent_hours group by 1, 2`,
  ]);
  const rank = `least(${experiments}, ceil(exp(random() * ln(${experiments}))))::int`;
  await run('clicks', [
    `insert into clicks (id, workspace_id, clicked_at, stored_at, edge, experiment_id, agent_id, release_number, reason, utm_content,
       key_source, subs, country, device_class, is_bot)
     select 'a' || lpad(n::text, 29, '0'), w.id, now() - (${stored} - n) * interval '0.2 second', now(), 'edge',
       ${idSql('exp', 'r')}, ${idSql('agt', 'r * 10 + 1')}, 5, 'split', 'key-' || n, 'inbound', '{}', 'US', 'mobile', n % 10 = 0
     from workspaces w, (select n, ${rank} as r from generate_series(1, ${stored}) n) series`,
  ]);
  await run('keys of clicks', [
    `insert into click_keys (workspace_id, key_digest, click_id, clicked_at, is_bot)
     select workspace_id, substring(sha256(utm_content::bytea) for 16), id, clicked_at, is_bot from clicks`,
  ]);
  await run('a buyer with a report', [
    `insert into buyers (id, workspace_id, name, endpoint_id, webhook_secret, created_at)
     select ${idSql('byr', '1')}, id, 'Bench', 'bench-endpoint', 'whsec_', now() from workspaces`,
    `insert into buyer_reports (id, workspace_id, buyer_id, headers, body, received_at, outcome)
     select ${idSql('rpt', '1')}, id, ${idSql('byr', '1')}, '{}', '', now(), 'accepted' from workspaces`,
  ]);
  await run('leads and sales', [
    `insert into buyer_events (id, workspace_id, buyer_id, report_id, kind, event_id, lead_id, utm_content, key_digest, amount_micros, currency,
       effect_micros, occurred_at, received_at, click_id, clicked_at, experiment_id, agent_id, is_bot, click_reason, joined_by)
     select ${idSql('evt', 'n')}, w.id, ${idSql('byr', '1')}, ${idSql('rpt', '1')}, (array['lead','lead','lead','sale'])[1 + n % 4], 'e' || n,
       'l' || n, 'key-' || n, substring(sha256(('key-' || n)::bytea) for 16), 1000000 * (n % 4), 'USD', 1000000 * (n % 4) , at, at + interval '1 hour',
       case when n % 50 = 0 then null else 'a' || lpad(n::text, 29, '0') end, at, ${idSql('exp', 'r')}, ${idSql('agt', 'r * 10 + 1')}, false, 'split', 'key'
     from workspaces w, (select n, ${rank} as r, now() - (${Math.round(clicks * LEAD_SHARE)} - n) * interval '${(days * 86_400) / Math.max(1, clicks * LEAD_SHARE)} second' as at
       from generate_series(1, ${Math.round(clicks * LEAD_SHARE)}) n) series`,
  ]);
  await run('statistics', ['vacuum analyze']);
}

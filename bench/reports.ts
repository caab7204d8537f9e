/**
 * The delivery log of a buyer with ten million reports: its first page, pages far down, and every filter. Written by the
 * server itself, as webhooks would leave it behind; one in a hundred is an orphan, one in a thousand rejected.
 *
 * Usage: npm run bench -- reports [--reports 10000000] [--requests 60]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ReportOutcome } from '@alyson/schema';
import pg from 'pg';
import { inScope } from '../faults/scope.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { ADMIN_TOKEN, createExperiment, startControlPlane } from './control-plane.ts';
import { sorted } from './statistics.ts';

const { values } = parseArgs({
  options: { reports: { type: 'string', default: '10000000' }, requests: { type: 'string', default: '60' } },
});
const [reports, requests] = [Number(values.reports), Number(values.requests)];
const MOST_MS = 100;
const WARM_UP = 3;

/** As reports were kept before they were sealed: sealing ten million would take the bench longer than all else. */
const FILL = `
  insert into buyer_reports (id, workspace_id, buyer_id, source, webhook_id, headers, body, received_at, outcome)
  select 'rpt_' || lpad(n::text, 26, '0'), b.workspace_id, b.id, 'webhook', 'msg_' || n,
    jsonb_build_object('webhook-id', 'msg_' || n), '{"type":"lead","event_id":"L-1","utm_content":"a-click"}'::bytea,
    now() - ($2::int - n) * interval '1 second',
    case when n % 1000 = 0 then 'rejected' when n % 100 = 1 then 'orphan' when n % 5000 = 2 then 'unmapped'
      when n % 50 = 3 then 'duplicate' else 'accepted' end
  from buyers b, generate_series(1, $2::int) n where b.id = $1`;

await inScope(async (atEnd) => {
  const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const settings = { shared_buffers: '1GB', max_wal_size: '8GB', effective_cache_size: '8GB' };
  const postgres = await startPostgres({ folder, settings });
  atEnd(() => postgres.stop());
  const control = await startControlPlane(postgres.url);
  atEnd(async () => void control.child.kill('SIGKILL'));
  await createExperiment(control.api, 'bench', 2);
  const { buyer } = await control.api.createBuyer({ body: { name: 'Bench' } });

  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const startedAt = performance.now();
  await client.query('set synchronous_commit = off');
  await client.query(FILL, [buyer.id, reports]);
  await client.query('vacuum analyze buyer_reports');
  const { rows } = await client.query<{ size: string }>(
    `select pg_size_pretty(pg_total_relation_size('buyer_reports')) as size`,
  );
  await client.end();
  console.log(`${reports} reports, ${rows[0]?.size}, in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s\n`);

  const ask = async (query: string): Promise<{ nextCursor: string | null }> => {
    const answer = await fetch(`${control.url}/v1/buyers/${buyer.id}/reports?limit=50${query}`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    if (!answer.ok) throw new Error(`${query}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { nextCursor: string | null };
  };
  /** Page after page, each from where the one before ended. */
  const pages = (query: string) => {
    let cursor: string | null = null;
    return async () => {
      const page = await ask(query + (cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`));
      cursor = page.nextCursor;
    };
  };
  const asked = new Map<string, () => Promise<unknown>>([
    ['the first page', () => ask('')],
    ['page after page', pages('')],
    ...ReportOutcome.options.map((outcome) => [`${outcome}, page after page`, pages(`&outcome=${outcome}`)] as const),
    ['the list of buyers', () => control.api.listBuyers({ query: {} })],
  ]);
  let isSlow = false;
  for (const [what, request] of asked) {
    const times: number[] = [];
    for (let i = -WARM_UP; i < requests; i += 1) {
      const began = performance.now();
      await request();
      if (i >= 0) times.push(performance.now() - began);
    }
    const ranked = sorted(times);
    const [p50, p95] = [0.5, 0.95].map((share) => ranked[Math.ceil(ranked.length * share) - 1] ?? Number.NaN);
    isSlow ||= (p95 ?? Number.NaN) >= MOST_MS;
    console.log(what.padEnd(36), `p50 ${p50?.toFixed(1)} ms`.padStart(14), `p95 ${p95?.toFixed(1)} ms`.padStart(14));
  }
  console.log(`load average ${loadavg()[0]?.toFixed(1)} at the end`);
  process.exitCode = isSlow ? 1 : 0;
});

/**
 * Looking an address up among many ranges, warm, one after the other over one connection: the index that is used, beside
 * the other kind that PostgreSQL has for this. What is measured is a whole question, with its way there and back; a
 * question that looks at nothing is asked in between, so that it shows what the machine itself adds.
 *
 * Usage: npm run bench -- ip [--ranges 5000000] [--questions 50000]
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startThrowawayPostgres } from '../scripts/lib/postgres.ts';
import { sorted } from './statistics.ts';

const { values } = parseArgs({
  options: { ranges: { type: 'string', default: '5000000' }, questions: { type: 'string', default: '50000' } },
});
const ranges = Number(values.ranges);
const questions = Number(values.questions);
/** Addresses per range: the ranges fill IPv4's line from 1.0.0.0 on, networks of equal size. */
const SIZE = 2 ** Math.floor(Math.log2((2 ** 32 - 2 ** 24) / ranges));
const FROM = 2 ** 24;
const dotted = (n: number) => `${n >>> 24}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;

/** As the control plane asks, and as a table of networks is asked. */
const BTREE = 'select *, last >= $1::inet as is_in from ranges where first <= $1::inet order by first desc limit 1';
const GIST = 'select * from networks where network >>= $1::inet limit 1';

const server = await startThrowawayPostgres({ settings: { shared_buffers: '1GB', maintenance_work_mem: '512MB' } });
const client = new pg.Client({ connectionString: server.url });
try {
  await client.connect();
  const place = 'country text, region text, city text, network_name text, is_hosting boolean';
  await client.query(`create table ranges (first inet not null, last inet not null, ${place})`);
  await client.query(`create table networks (network cidr not null, ${place})`);
  const bits = 32 - Math.log2(SIZE);
  await fill('ranges', `'1.0.0.0'::inet + i * ${SIZE}, '1.0.0.0'::inet + (i * ${SIZE} + ${SIZE - 1})`);
  await fill('networks', `set_masklen(('1.0.0.0'::inet + i * ${SIZE})::cidr, ${bits})`);
  await index('btree', 'create unique index on ranges (first)', 'ranges');
  await index('gist', 'create index on networks using gist (network inet_ops)', 'networks');
  await ask('btree on the first address', BTREE);
  await ask('gist inet_ops on the network', GIST);
} finally {
  await client.end();
  await server.stop();
}

/** @param ends  SQL for the columns before the facts, of the i-th range */
async function fill(table: string, ends: string): Promise<void> {
  const startedAt = performance.now();
  await client.query(`insert into ${table} select ${ends}, 'US', 'Region ' || i % 999, 'City ' || i % 50000,
    'AS' || i % 60000 || ' Net', false from generate_series(0::bigint, ${ranges - 1}) i`);
  console.log(`${ranges.toLocaleString('en')} rows into ${table}: ${seconds(startedAt)}`);
}

async function index(name: string, statement: string, table: string): Promise<void> {
  const startedAt = performance.now();
  await client.query(statement);
  const took = seconds(startedAt);
  await client.query(`analyze ${table}`);
  const { rows } = await client.query(`select pg_size_pretty(pg_indexes_size($1)) as size`, [table]);
  console.log(`${name}: made in ${took}, ${rows[0]?.size}`);
}

async function ask(name: string, text: string): Promise<void> {
  const anywhere = () => dotted(FROM + Math.floor(Math.random() * ranges * SIZE));
  const lookUp = { took: [] as number[], ask: () => client.query({ name, text, values: [anywhere()] }) };
  const nothing = { took: [] as number[], ask: () => client.query({ name: 'nothing', text: 'select 1' }) };
  for (let i = 0; i < questions / 5; i += 1) await lookUp.ask();
  for (let i = 0; i < questions; i += 1)
    for (const { took, ask } of [lookUp, nothing]) {
      const startedAt = performance.now();
      const { rowCount } = await ask();
      took.push(performance.now() - startedAt);
      if (rowCount !== 1) throw new Error('an address was not found');
    }
  console.log(`\n${name}: ${distribution(lookUp.took)}`);
  console.log(`  select 1, in between: ${distribution(nothing.took)}`);
  const { rows } = await client.query(
    `explain (analyze, buffers, timing off, costs off) ${text.replaceAll('$1', `'${anywhere()}'`)}`,
  );
  for (const row of rows) console.log(`  ${row['QUERY PLAN']}`);
}

function distribution(took: readonly number[]): string {
  const all = sorted(took);
  const at = (share: number) => `${(all[Math.min(Math.floor(all.length * share), all.length - 1)] ?? 0).toFixed(3)} ms`;
  return `p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, p99.9 ${at(0.999)}, max ${at(1)}`;
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

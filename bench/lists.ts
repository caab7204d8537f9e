/**
 * What the panel asks for, over a database as 10,000 experiments and 50 million clicks of 90 days leave it: the first
 * experiment has a tenth of all clicks, the second half as many as the first, and so on. What is seeded is printed.
 *
 * Usage: npm run bench -- lists [--experiments 10000] [--clicks 50000000] [--days 90] [--stored 2000000] [--requests 60]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { ADMIN_TOKEN, createExperiment, startControlPlane } from './control-plane.ts';
import { idOf, seed, type World } from './lists/seed.ts';
import { sorted } from './statistics.ts';

const { values } = parseArgs({
  options: {
    experiments: { type: 'string', default: '10000' },
    clicks: { type: 'string', default: '50000000' },
    days: { type: 'string', default: '90' },
    stored: { type: 'string', default: '2000000' },
    requests: { type: 'string', default: '60' },
  },
});
const [experiments = 0, clicks = 0, days = 0, stored = 0, requests = 0] = [
  values.experiments,
  values.clicks,
  values.days,
  values.stored,
  values.requests,
].map(Number);
const MOST_MS = 100;

const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));
const settings = { shared_buffers: '1GB', max_wal_size: '8GB', work_mem: '16MB', effective_cache_size: '8GB' };
const postgres = await startPostgres({ folder, settings });
let control = await startControlPlane(postgres.url);
try {
  const template = await createExperiment(control.api, 'bench', 3);
  await control.api.startExperiment({ params: { experimentId: template.id } });
  control.child.kill('SIGKILL');
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const world: World = { experiments, clicks, days, stored, templateId: template.id };
  await seed(client, world, (line) => console.log(line));
  await client.end();
  control = await startControlPlane(postgres.url);
  const isSlow = await measure(world);
  process.exitCode = isSlow ? 1 : 0;
} finally {
  control.child.kill('SIGKILL');
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @returns whether one was slower than it may be */
async function measure({ days, experiments }: World): Promise<boolean> {
  const at = (ms: number) => new Date(Date.now() - ms).toISOString();
  const DAY_MS = 86_400_000;
  const range = (length: number) => `from=${at(Math.min(length, days) * DAY_MS)}`;
  /** By the number of the request: from the busiest experiment on, further and further into the many small ones. */
  const some = (i: number) => idOf('exp', Math.min(experiments, 1 + Math.floor(i ** 1.8)));
  const asked: Record<string, (i: number) => string> = {
    'experiments, newest change first': () => '/v1/experiments',
    'experiments, 200 of them': () => '/v1/experiments?limit=200',
    'experiments by name': () => '/v1/experiments?sort=name',
    'experiments by creation': () => '/v1/experiments?sort=createdAt',
    'experiments of a state': (i) => `/v1/experiments?state=${['running', 'draft', 'paused'][i % 3]}`,
    'experiments of a mode': (i) => `/v1/experiments?mode=${['fixed', 'auto'][i % 2]}`,
    'experiments, searched': (i) => `/v1/experiments?q=${['olar 77', 'roof', 'no such name'][i % 3]}`,
    'one experiment': (i) => `/v1/experiments/${some(i)}`,
    'its results, 14 days': (i) => `/v1/experiments/${some(i)}/results`,
    'its results, 90 days': (i) => `/v1/experiments/${some(i)}/results?${range(90)}`,
    'its releases': (i) => `/v1/experiments/${some(i)}/releases`,
    links: () => '/v1/links',
    'its runs': (i) => `/v1/experiments/${some(i)}/runs`,
    'the busiest one’s clicks': () => `/v1/clicks?experimentId=${idOf('exp', 1)}`,
    clicks: () => '/v1/clicks',
    'clicks with a key': (i) => `/v1/clicks?utmContent=key-${1 + i * 97}`,
    'clicks, people only': () => '/v1/clicks?bots=exclude',
    'leads and sales': () => '/v1/buyer-events',
    'its leads and sales': (i) => `/v1/buyer-events?experimentId=${some(i)}`,
    orphans: () => '/v1/buyer-events?joined=orphan',
    buyers: () => '/v1/buyers',
    'the audit log': () => '/v1/audit',
    'its audit log': (i) => `/v1/audit?objectId=${some(i)}`,
    edges: () => '/v1/edges',
    'the click ledger': () => '/v1/click-ledger',
  };
  console.log(`\n${'asked'.padEnd(36)} ${'p50'.padStart(9)} ${'p95'.padStart(9)} ${'p99'.padStart(9)}`);
  let isSlow = false;
  for (const [what, pathOf] of Object.entries(asked)) {
    const times: number[] = [];
    for (let i = -3; i < requests; i += 1) {
      const startedAt = performance.now();
      const path = pathOf(Math.max(0, i));
      const answer = await fetch(control.url + path, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
      if (i >= 0) times.push(performance.now() - startedAt);
    }
    const ranked = sorted(times);
    const percentile = (share: number) => ranked[Math.ceil(ranked.length * share) - 1] ?? Number.NaN;
    const p95 = percentile(0.95);
    isSlow ||= p95 >= MOST_MS;
    const cells = [percentile(0.5), p95, percentile(0.99)].map((ms) => `${ms.toFixed(1)} ms`.padStart(9));
    console.log(what.padEnd(36), ...cells, p95 < MOST_MS ? '' : `above ${MOST_MS} ms`);
  }
  return isSlow;
}

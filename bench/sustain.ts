/**
 * Clicks into PostgreSQL for minutes on end, as edges deliver them: a thousand in a delivery, from several edges at once,
 * through a proxy that loses some answers after the work was done, so that deliveries come again. What is stored must be
 * what was sent, once, and be counted so. Draws clicks stored in each second to docs/sustain.svg.
 *
 * Usage: npm run bench -- sustain [--seconds 180] [--edges 4] [--lost 0.02] [--servers embedded,debian]
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startFaultProxy } from '../faults/fault-proxy.ts';
import { inScope } from '../faults/scope.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { createRandom } from '../scripts/lib/random.ts';
import { createExperiment, startControlPlane } from './control-plane.ts';
import { repository } from './deployment.ts';
import { median, sorted } from './statistics.ts';
import { createDeliveries } from './sustain/deliveries.ts';
import { type Course, drawCourses } from './sustain/draw.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '180' },
    edges: { type: 'string', default: '4' },
    lost: { type: 'string', default: '0.02' },
    servers: { type: 'string', default: 'embedded,debian' },
  },
});
const [seconds, edges, lostShare] = [Number(values.seconds), Number(values.edges), Number(values.lost)];
const REQUIRED = 10_000;
const DEBIAN = '/usr/lib/postgresql';

/** As a production server of this size is set; both commit to the disk before they answer. */
const PRODUCTION = { shared_buffers: '1GB', max_wal_size: '4GB', wal_compression: 'on', checkpoint_timeout: '15min' };

const SERVERS: Record<string, { title: string; binaries?: string; settings: Record<string, string> } | null> = {
  embedded: { title: 'embedded PostgreSQL 18, as npm start runs it', settings: {} },
  debian: findDebian(),
};

function findDebian() {
  const version = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  if (version === undefined) return null;
  return { title: `Debian's PostgreSQL ${version}`, binaries: join(DEBIAN, version, 'bin'), settings: PRODUCTION };
}

async function run(name: string): Promise<Course | null> {
  const server = SERVERS[name];
  if (!server) {
    console.log(`${name}: left out, no server found in ${DEBIAN}`);
    return null;
  }
  const perSecond = await inScope(async (atEnd) => {
    const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));
    atEnd(async () => rmSync(folder, { recursive: true, force: true }));
    const { binaries, settings } = server;
    const postgres = await startPostgres({ folder, settings, ...(binaries && { binaries }) });
    atEnd(() => postgres.stop());
    const control = await startControlPlane(postgres.url);
    atEnd(async () => void control.child.kill('SIGKILL'));
    const proxy = await startFaultProxy(Number(new URL(control.url).port), createRandom('sustain'), atEnd);
    await proxy.set({ kind: 'reset', when: 'after', share: lostShare });
    const experiment = await createExperiment(control.api, 'bench', 4);

    const deliveries = createDeliveries(proxy.url, experiment);
    const until = performance.now() + seconds * 1_000;
    await Promise.all(Array.from({ length: edges }, (_, edge) => deliveries.flow(edge, until)));
    const { sent, again, stored } = deliveries;
    await requireOnce(postgres.url, sent);
    console.log(
      `${server.title}: ${sent} clicks sent, ${again} deliveries came again; each is stored and counted once`,
    );
    return stored;
  });
  const whole = perSecond.slice(1, seconds - 1); // the first and the last second are not whole
  const rate = Math.round(whole.reduce((a, b) => a + b, 0) / whole.length);
  const low = sorted(whole)[Math.floor(whole.length * 0.05)] ?? Number.NaN;
  console.log(`  ${rate} clicks/s; median second ${median(whole)}, one in twenty below ${low}`);
  return { title: server.title, perSecond: whole, rate };
}

/** The books: rows, keys, hours, days and tallies all say what was sent. */
async function requireOnce(url: string, sent: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<string, number>>(`
    select (select count(*) from clicks)::int as clicks, (select count(distinct click_id) from click_keys)::int as keys,
      (select sum(clicks + directed_clicks + bot_clicks) from agent_hours)::int as hours,
      (select sum(clicks + directed_clicks + bot_clicks) from experiment_days)::int as days,
      (select sum(stored) from click_tallies)::int as tallies`);
  await client.end();
  for (const [where, count] of Object.entries(rows[0] ?? {}))
    if (count !== sent) throw new Error(`${sent} clicks were sent, and ${where} holds ${count}`);
}

const courses: Course[] = [];
for (const name of values.servers.split(',')) {
  const course = await run(name);
  if (course) courses.push(course);
}
const load = `load average ${loadavg()[0]?.toFixed(1)} on this machine at the end`;
const day = new Date().toISOString().slice(0, 10);
writeFileSync(
  join(repository, 'docs/sustain.svg'),
  drawCourses(courses, REQUIRED, `${edges} edges, ${lostShare * 100} % of answers lost; ${load}; ${day}`),
);
console.log(`${load}; drawn to docs/sustain.svg`);
process.exitCode = courses.every(({ rate }) => rate >= REQUIRED) ? 0 : 1;

/**
 * What a click costs where more is live: more experiments, agents, rules, parameters. In process, from a request's target to
 * its Location, by processor time; over HTTP, the first and the last point of each curve, by requests per second. Rounds
 * alternate between the points of a curve. And what the releases in force take of the memory. Draws docs/flat.svg.
 *
 * Usage: npm run bench -- flat [--rounds 15] [--seconds 0.2] [--http-rounds 10] [--http-seconds 2] [--connections 64]
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { repository, signBundle, VARIABLES } from './deployment.ts';
import { CURVES, type Curve } from './flat/curves.ts';
import { draw, type MeasuredCurve } from './flat/draw.ts';
import type { Held } from './flat/memory-thread.ts';
import { makeBundles, SHARD_COUNT, type World } from './flat/world.ts';
import { playRound, warmUp } from './rounds.ts';
import { killServers, putLoadOn, type Server, startServer } from './servers.ts';
import { median, spread } from './statistics.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '0.2' },
    'http-rounds': { type: 'string', default: '10' },
    'http-seconds': { type: 'string', default: '2' },
    connections: { type: 'string', default: '64' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));

const POINT = new URL('flat/point-thread.ts', import.meta.url);
const MEMORY = new URL('flat/memory-thread.ts', import.meta.url);

/** @returns for each point of a curve, nanoseconds of each round */
async function measureInProcess({ points, worldAt }: Curve): Promise<number[][]> {
  const threads: Worker[] = [];
  for (const point of points) {
    const thread = new Worker(POINT, { workerData: worldAt(point) });
    await warmUp(thread);
    threads.push(thread);
  }
  const nanoseconds = points.map((): number[] => []);
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const [i, thread] of threads.entries())
      nanoseconds[i]?.push(1e9 / (await playRound(thread, Number(values.seconds))));
  await Promise.all(threads.map((thread) => thread.terminate()));
  return nanoseconds;
}

async function startRouter(world: World): Promise<Server> {
  const router = await startServer(
    'router',
    () => [process.execPath, ['router/src/node.ts']],
    (port) => ({
      ...VARIABLES,
      ALYSON_SHARD_COUNT: String(SHARD_COUNT),
      ALYSON_ROUTER_PORT: String(port),
      ALYSON_DATA_DIR: join(folder, String(port)),
    }),
  );
  for (const bundle of makeBundles(world)) {
    const body = JSON.stringify(signBundle(bundle));
    const pushed = await fetch(`http://127.0.0.1:${router.port}/edge/bundles/${bundle.shard}`, { method: 'PUT', body });
    if (!pushed.ok) throw new Error(`the router refused a bundle: ${pushed.status} ${await pushed.text()}`);
  }
  return router;
}

/** @returns of each round, how much longer a request takes at the last point of a curve than at its first */
async function measureOverHttp({ points, worldAt }: Curve): Promise<number[]> {
  const [least, most] = [worldAt(points[0] ?? 0), worldAt(points.at(-1) ?? 0)];
  const ends = [
    { world: least, router: await startRouter(least) },
    { world: most, router: await startRouter(most) },
  ];
  const loads = ends.map(({ world, router }) => () => {
    const { requestsPerSecond, notRedirects } = putLoadOn(router, {
      seconds: values['http-seconds'],
      connections: values.connections,
      links: world.clicked,
      queryBytes: world.queryBytes,
    });
    if (notRedirects > 0) throw new Error(`${notRedirects} answers were no redirects`);
    return requestsPerSecond;
  });
  for (const load of loads) load(); // compiled and warm
  const ratios: number[] = [];
  for (let round = 0; round < Number(values['http-rounds']); round += 1) {
    const [first = Number.NaN, last = Number.NaN] = loads.map((load) => load());
    ratios.push(first / last);
  }
  killServers();
  return ratios;
}

const grouped = (count: number): string => count.toLocaleString('en').replaceAll(',', ' ');

async function measure(curve: Curve): Promise<MeasuredCurve> {
  const { title, unit, points, most } = curve;
  const nanoseconds = await measureInProcess(curve);
  const medians = nanoseconds.map(median);
  console.log(title);
  for (const [i, point] of points.entries()) {
    const over = (medians[i] ?? Number.NaN) / (medians[0] ?? Number.NaN);
    const range = spread(nanoseconds[i] ?? [], (each) => each.toFixed(0));
    console.log(
      `  ${(grouped(point) + unit).padEnd(10)}${`${medians[i]?.toFixed(0)} ns (${range})`.padEnd(26)}${over.toFixed(2)} ×`,
    );
  }
  const ratios = await measureOverHttp(curve);
  const overHttp = median(ratios);
  const verdict = most === null ? '' : overHttp <= most ? `   reached: at most ${most}` : `   MISSED: at most ${most}`;
  console.log(
    `  over HTTP, last ÷ first: ${overHttp.toFixed(2)} (${spread(ratios, (ratio) => ratio.toFixed(2))})${verdict}\n`,
  );
  const measured = points.map((point, i) => ({ label: grouped(point) + unit, nanoseconds: medians[i] ?? Number.NaN }));
  return { title, points: measured, overHttp };
}

async function printMemory(): Promise<void> {
  console.log('Memory of the releases in force, 4 agents and 2 rules each');
  let least = 0;
  for (const experiments of [1, 1_000, 10_000]) {
    const world: World = { experiments, clicked: 1, agents: 4, rules: 2, queryBytes: 100 };
    const thread = new Worker(MEMORY, { workerData: world });
    const [held] = (await once(thread, 'message')) as [Held];
    least ||= held.bytes;
    const each = experiments === 1 ? '' : `, ${((held.bytes - least) / experiments / 1_024).toFixed(1)} KiB each`;
    const megabytes = [held.bytes, held.bytesAfterMany].map((bytes) => (bytes / 1_048_576).toFixed(1));
    console.log(
      `  ${grouped(experiments).padEnd(10)}${megabytes[0]} MiB${each}; after ${held.publications} more publications of all ${megabytes[1]} MiB`,
    );
  }
}

try {
  console.log(`Node ${process.versions.node}; medians of ${values.rounds} rounds (lowest–highest)\n`);
  const curves: MeasuredCurve[] = [];
  for (const curve of CURVES) curves.push(await measure(curve));
  await printMemory();
  const caption = `Processor time of one click in process, from the request's target to its Location. Node ${process.versions.node}, npm run bench -- flat`;
  writeFileSync(join(repository, 'docs/flat.svg'), draw(curves, caption));
} finally {
  killServers();
  rmSync(folder, { recursive: true, force: true });
}

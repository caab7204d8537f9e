/**
 * Redirects per second and latency of the router, on Node and on workerd, each beside the same runtime's fixed redirect in
 * the same run. Rounds alternate, so that whatever else the machine does falls on both; the load comes from a process of
 * its own. The control plane is away: clicks are recorded (on Node on disk, on workerd into a queue that takes all), not
 * delivered. A local workerd has no queue: one that is emulated costs more than all the rest, and is measured apart from one
 * that resolves at once. On Node also with several processes that share a port.
 *
 * Usage: npm run bench -- redirect [--rounds 5] [--seconds 3] [--connections 64] [--processes 2]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildWorker, signBundle, VARIABLES, workerdCommand } from './deployment.ts';
import type { LoadResult } from './load.ts';
import { freePort, killServers, putLoadOn, type Server, startServer } from './servers.ts';
import { median, sorted, spread } from './statistics.ts';
import { writeFixedConfig, writeRouterConfig } from './workerd.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64' },
    processes: { type: 'string', default: '2' },
  },
});
const { rounds, seconds, connections, processes } = values;

const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));

interface Measured extends Server {
  readonly method?: 'GET' | 'HEAD';
}

interface Runtime {
  readonly fixed: Server;
  readonly routers: readonly Measured[];
}

async function startNode(): Promise<Runtime> {
  const fixed = await startFixed('Node, fixed 302');
  const router = await startRouter('Node, router');
  // HEAD is decided and answered as GET and recorded nowhere (R4): what is between the two is the price of recording.
  return { fixed, routers: [router, { ...router, name: `${router.name}, HEAD`, method: 'HEAD' }] };
}

/** The same in several processes each, which the kernel deals connections out to. */
async function startNodeProcesses(): Promise<Runtime> {
  const [ofFixed, ofRouters] = [await freePort(), await freePort()];
  for (let i = 0; i < Number(processes); i += 1) {
    await startFixed('fixed', ofFixed);
    await startRouter('router', ofRouters);
  }
  return {
    fixed: { name: `Node × ${processes}, fixed 302`, port: ofFixed },
    routers: [{ name: `Node × ${processes}, router`, port: ofRouters }],
  };
}

const startFixed = (name: string, sharedPort?: number): Promise<Server> =>
  startServer(name, (port) => [
    process.execPath,
    ['bench/fixed-redirect.ts', String(port), ...(sharedPort === undefined ? [] : [String(sharedPort)])],
  ]);

async function startRouter(name: string, sharedPort?: number): Promise<Server> {
  const router = await startServer(
    name,
    () => [process.execPath, ['router/src/node.ts']],
    (port) => ({
      ...VARIABLES,
      ALYSON_ROUTER_PORT: String(port),
      ALYSON_ROUTER_SHARED_PORT: sharedPort === undefined ? '' : String(sharedPort),
      ALYSON_DATA_DIR: join(folder, String(port)),
    }),
  );
  const body = JSON.stringify(signBundle());
  const pushed = await fetch(`http://127.0.0.1:${router.port}/edge/bundles/0`, { method: 'PUT', body });
  if (!pushed.ok) throw new Error(`the router refused the bundle: ${pushed.status}`);
  return router;
}

async function startWorkerd(): Promise<Runtime> {
  const code = buildWorker(join(folder, 'built'));
  const fixed = await startServer('workerd, fixed 302', (port) =>
    workerdCommand(writeFixedConfig(join(folder, 'fixed'), port)),
  );
  const stored = JSON.stringify(signBundle());
  const startRouter = (name: string, queue: 'in_isolate' | 'emulated') =>
    startServer(name, (port) =>
      workerdCommand(
        writeRouterConfig({ folder: join(folder, queue), port, code, variables: VARIABLES, stored, queue }),
      ),
    );
  return {
    fixed,
    routers: [
      await startRouter('workerd, router', 'in_isolate'),
      await startRouter('  with emulated queue', 'emulated'),
    ],
  };
}

function measure({ fixed, routers }: Runtime): void {
  const servers: Measured[] = [fixed, ...routers];
  const load = (server: Measured) => putLoadOn(server, { seconds, connections, method: server.method ?? 'GET' });
  for (const server of servers) load(server); // compiled and warm
  const results = servers.map((server) => ({ server, of: [] as LoadResult[] }));
  for (let round = 0; round < Number(rounds); round += 1) for (const { server, of } of results) of.push(load(server));
  const yardstick = results[0]?.of ?? [];
  for (const { server, of } of results) console.log(describe(server, of, yardstick));
  console.log('');
}

function describe({ name }: Server, of: LoadResult[], yardstick: LoadResult[]): string {
  const rates = of.map(({ requestsPerSecond }) => requestsPerSecond);
  // Round by round: what disturbed one of the two disturbed its neighbour as well.
  const ratios = rates.map((rate, i) => rate / (yardstick[i]?.requestsPerSecond ?? Number.NaN));
  return [
    name.padEnd(22),
    `${Math.round(median(rates))}/s (${spread(rates, (rate) => String(Math.round(rate)))})`.padEnd(24),
    `p50 ${median(of.map(({ p50Ms }) => p50Ms)).toFixed(2)} ms`.padEnd(14),
    `p99 ${median(of.map(({ p99Ms }) => p99Ms)).toFixed(2)} ms`.padEnd(15),
    of === yardstick
      ? ''
      : `RATIO ${median(ratios).toFixed(2)} (${sorted(ratios)
          .map((ratio) => ratio.toFixed(2))
          .join(' ')})`,
    of.some(({ notRedirects }) => notRedirects > 0) ? 'NOT ALL WERE REDIRECTS' : '',
  ].join(' ');
}

try {
  console.log(`${rounds} rounds of ${seconds} s each, ${connections} connections, medians (lowest–highest)\n`);
  measure(await startNode());
  measure(await startNodeProcesses());
  measure(await startWorkerd());
} finally {
  killServers();
  rmSync(folder, { recursive: true, force: true });
}

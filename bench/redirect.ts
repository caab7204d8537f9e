/**
 * Redirects per second and latency of the router, on Node and on workerd, each beside the same runtime's fixed redirect in
 * the same run. Rounds alternate, so that whatever else the machine does falls on both; the load comes from a process of
 * its own. The control plane is away: clicks are recorded (on Node on disk, on workerd into a queue that takes all), not
 * delivered.
 *
 * Usage: npm run bench -- redirect [--rounds 5] [--seconds 3] [--connections 64]
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BUNDLE_DOMAIN, type SignedBundle } from '@alyson/schema';
import { aBundle } from '../router/test/sample-bundle.ts';
import type { LoadResult } from './load.ts';
import { median, sorted, spread } from './statistics.ts';
import { writeFixedConfig, writeRouterConfig } from './workerd.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64' },
  },
});
const { rounds, seconds, connections } = values;

const repository = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'alyson-bench-'));
const children: ChildProcess[] = [];

interface Server {
  readonly name: string;
  readonly port: number;
  readonly method?: 'GET' | 'HEAD';
}

interface Pair {
  readonly fixed: Server;
  readonly router: Server;
}

const KEY_ID = 'bench';
const EDGE_TOKEN = 'edge-token-of-the-bench';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const VARIABLES = {
  ALYSON_ENVIRONMENT: 'test',
  ALYSON_API_URL: 'http://127.0.0.1:9',
  ALYSON_EDGE_TOKEN: EDGE_TOKEN,
  ALYSON_SHARD_COUNT: '1',
  ALYSON_CLICK_KEYS: JSON.stringify({ 0: Buffer.alloc(16, 1).toString('base64') }),
  ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({
    [KEY_ID]: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64'),
  }),
};

function signBundle(): SignedBundle {
  const payload = JSON.stringify(aBundle({ links: { '*/aff_c/1048': 'exp_a' } }));
  return {
    keyId: KEY_ID,
    payload,
    signature: sign(null, Buffer.from(BUNDLE_DOMAIN + payload), privateKey).toString('base64'),
  };
}

async function startNode(): Promise<Pair> {
  const fixed = await start('Node, fixed 302', (port) => [process.execPath, ['bench/fixed-redirect.ts', String(port)]]);
  const router = await start(
    'Node, router',
    () => [process.execPath, ['router/src/node.ts']],
    (port) => ({ ...VARIABLES, ALYSON_ROUTER_PORT: String(port), ALYSON_DATA_DIR: join(folder, 'data') }),
  );
  const body = JSON.stringify(signBundle());
  const pushed = await fetch(`http://127.0.0.1:${router.port}/edge/bundles/0`, { method: 'PUT', body });
  if (!pushed.ok) throw new Error(`the router refused the bundle: ${pushed.status}`);
  return { fixed, router };
}

async function startWorkerd(): Promise<Pair> {
  const built = join(folder, 'built');
  const quiet = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false' };
  execFileSync('wrangler', ['deploy', '--dry-run', '--outdir', built], {
    cwd: repository,
    env: quiet,
    stdio: 'ignore',
  });
  const code = readFileSync(join(built, 'worker.js'), 'utf8');
  // The binary itself: its wrapper would leave it behind when it is killed.
  const binary: string = createRequire(import.meta.url)('workerd').default;
  const workerd = (config: string): [string, string[]] => [binary, ['serve', config]];
  const fixed = await start('workerd, fixed 302', (port) => workerd(writeFixedConfig(join(folder, 'fixed'), port)));
  const stored = JSON.stringify(signBundle());
  const router = await start('workerd, router', (port) =>
    workerd(writeRouterConfig({ folder: join(folder, 'router'), port, code, variables: VARIABLES, stored })),
  );
  return { fixed, router };
}

/** Starts a server on a free port and waits until it answers. */
async function start(
  name: string,
  command: (port: number) => [string, string[]],
  variables: (port: number) => Record<string, string> = () => ({}),
): Promise<Server> {
  const port = await freePort();
  const [program, args] = command(port);
  const env = { ...process.env, ...variables(port) };
  const child = spawn(program, args, { cwd: repository, env, stdio: 'ignore' });
  children.push(child);
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).catch(() => null);
    if (answer) return { name, port };
    if (child.exitCode !== null) throw new Error(`${name} ended`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} does not answer`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function load({ port, method = 'GET' }: Server): LoadResult {
  const args = ['bench/load.ts', String(port), seconds, connections, method];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: repository, encoding: 'utf8' }));
}

function measure({ fixed, router }: Pair): void {
  // HEAD is decided and answered as GET and recorded nowhere (R4): what is between the two is the price of recording.
  const servers: Server[] = [fixed, router, { ...router, name: `${router.name}, HEAD`, method: 'HEAD' }];
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
  measure(await startWorkerd());
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { EdgeBooks } from '@alyson/schema';
import { onTestFinished } from 'vitest';
import type { AtEnd } from '../../faults/scope.ts';
import { until } from '../../faults/until.ts';
import { aBundle } from './sample-bundle.ts';
import { createSigner } from './signed-bundle.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PROGRAM = fileURLToPath(new URL('../src/node.ts', import.meta.url));
export const EDGE_TOKEN = 'edge-token-of-this-test';
const AUTHORIZED = { authorization: `Bearer ${EDGE_TOKEN}` };
const CLICK_KEYS = JSON.stringify({ 0: Buffer.alloc(16, 1).toString('base64') });
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';
const READY_WITHIN_MS = 15_000;

export interface RouterOptions {
  readonly dataDir?: string;
  readonly apiUrl?: string;
  readonly port?: number;
  readonly signer?: ReturnType<typeof createSigner>;
  readonly variables?: Readonly<Record<string, string>>;
  /** Takes what must happen at the end; by default it is the end of the test. */
  readonly atEnd?: AtEnd;
}

/** The real router in a process of its own, with a bundle of the links `/r/a` and `/aff_c?offer_id=1048`. */
export async function startRouter(options: RouterOptions = {}) {
  const dataDir = options.dataDir ?? temporaryFolder(options.atEnd);
  const signer = options.signer ?? createSigner();
  const port = options.port ?? (await freePort());
  const router = spawnRouter(
    {
      ALYSON_ENVIRONMENT: 'test',
      ALYSON_ROUTER_PORT: String(port),
      ALYSON_DATA_DIR: dataDir,
      ALYSON_API_URL: options.apiUrl ?? NOWHERE,
      ALYSON_EDGE_TOKEN: EDGE_TOKEN,
      ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ [signer.keyId]: Buffer.from(signer.raw).toString('base64') }),
      ALYSON_CLICK_KEYS: CLICK_KEYS,
      ...options.variables,
    },
    options.atEnd,
  );
  const url = `http://127.0.0.1:${port}`;
  const health = async () => (await fetch(`${url}/healthz`)).json() as Promise<Health>;
  const isReady = async () => (await health()).pid === router.child.pid;
  await until('the router is ready', isReady, READY_WITHIN_MS).catch((error: Error) => {
    throw new Error(`${error.message}\n${router.said()}`);
  });
  return {
    ...router,
    url,
    port,
    dataDir,
    signer,
    push: (sequence: number, change: Parameters<typeof aBundle>[0] = {}) => {
      const bundle = aBundle({ sequence, links: { '*/r/a': 'exp_a', '*/aff_c/1048': 'exp_a' }, ...change });
      return fetch(`${url}/edge/bundles/0`, { method: 'PUT', body: JSON.stringify(signer.sign(bundle)) });
    },
    follow: (target: string) => fetch(url + target, { redirect: 'manual' }),
    health,
    books: async () => EdgeBooks.parse(await (await fetch(`${url}/edge/books`, { headers: AUTHORIZED })).json()),
  };
}

export interface Health {
  readonly counters: Readonly<Record<string, number>>;
  readonly pid: number;
  readonly waitingInMemory: number;
}

/** Starts the program with these variables and no others, and collects what it says. */
export function spawnRouter(variables: Readonly<Record<string, string>>, atEnd: AtEnd = onTestFinished) {
  const child = spawn(process.execPath, [PROGRAM], { env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  atEnd(async () => void (await end(child, 'SIGKILL')));
  return { child, said: () => said.join(''), end: (signal: NodeJS.Signals) => end(child, signal) };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = await exited;
  return code;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

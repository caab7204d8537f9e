/** The whole product in its own processes, as `npm start` runs it: in a temporary folder, on free ports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiClient, createApiClient } from '@alyson/schema';
import { until } from '../faults/until.ts';
import { findFreePort } from '../scripts/lib/free-port.ts';
import { readSecrets, type SecretName } from '../scripts/lib/secrets.ts';

const REPOSITORY = join(import.meta.dirname, '..');
const READY_WITHIN_MS = 60_000;

export type PartName = 'router' | 'control-plane' | 'worker' | 'database';

export interface Product {
  routerUrl: string;
  apiUrl: string;
  routerPort: number;
  api: ApiClient;
  secrets: Partial<Record<SecretName, string>>;
  /** The folder, a space in its name included. */
  dataDir: string;
  /** What `npm start` has printed, all starts together. */
  printed(): string;
  pidOf(part: PartName): number;
  /** `kill -9` of the start itself, and of nothing else. */
  killStart(): Promise<void>;
  startAgain(): Promise<void>;
  /** A start with variables that let some part not start. @returns the exit code */
  startInVain(variables: NodeJS.ProcessEnv): Promise<number | null>;
  /** Asks as Ctrl-C does. @returns the exit code */
  stop(): Promise<number | null>;
  /** Leaves no process and no file behind, whatever happened. */
  remove(): Promise<void>;
}

export interface ProductOptions {
  /** Makes of the empty folder what the first start is to find there. */
  readonly prepare?: (dataDir: string) => void | Promise<void>;
  /** Beside those that every start needs. */
  readonly variables?: Readonly<Record<string, string>>;
}

export async function startProduct({ prepare, variables = {} }: ProductOptions = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'alyson e2e '));
  await prepare?.(dataDir);
  const [routerPort, apiPort] = [await findFreePort(), await findFreePort()];
  const [routerUrl, apiUrl] = [`http://127.0.0.1:${routerPort}`, `http://127.0.0.1:${apiPort}`];
  const environment = {
    ...ordinaryEnvironment(),
    ALYSON_DATA_DIR: dataDir,
    ALYSON_ROUTER_PORT: String(routerPort),
    ALYSON_API_PORT: String(apiPort),
    ALYSON_API_URL: apiUrl,
    ALYSON_ROUTER_URL: routerUrl,
    ...variables,
  };
  let printed = '';
  let child: ChildProcess;

  const begin = (changes: NodeJS.ProcessEnv = {}) => {
    const env = { ...environment, ...changes };
    child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: REPOSITORY, env });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (printed += text));
  };
  const run = async () => {
    const before = printed.length;
    begin();
    const hasEnded = () => child.exitCode !== null;
    const isReady = () => printed.slice(before).includes('is ready');
    await until('the product is ready', () => isReady() || hasEnded(), READY_WITHIN_MS, 50).catch((error: Error) => {
      throw new Error(`${error.message}\n${printed}`);
    });
    if (hasEnded()) throw new Error(`The start ended with ${child.exitCode}:\n${printed}`);
  };
  const stop = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGINT');
    await exited;
    return child.exitCode;
  };
  const remove = async () => {
    if (child.exitCode === null && child.signalCode === null) await stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  await run().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const secrets = readSecrets(dataDir);

  return {
    routerUrl,
    apiUrl,
    routerPort,
    dataDir,
    secrets,
    api: createApiClient({
      baseUrl: apiUrl,
      fetch,
      headers: { authorization: `Bearer ${secrets.ALYSON_ADMIN_TOKEN}` },
    }),
    printed: () => printed,
    pidOf: (part) => Number(readFileSync(join(dataDir, 'run', `${part}.pid`), 'utf8')),
    async killStart() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    startAgain: run,
    async startInVain(changes) {
      begin(changes);
      await once(child, 'exit');
      return child.exitCode;
    },
    stop,
    remove,
  };
}

/** Without what the test runner and the person's own deployment have set. */
function ordinaryEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(ALYSON_|VITEST|NODE_ENV$|DATABASE_URL$|npm_lifecycle_event$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

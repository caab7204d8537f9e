import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type ApiClient, createApiClient } from '@alyson/schema';
import { expect } from 'vitest';

export const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The key that spawned processes sign releases with. */
export const RELEASE_KEYS = generateKeyPairSync('ed25519');

const ADMIN_TOKEN = 'admin-token-of-the-tests';

/** The control plane as a process of its own. */
export interface SpawnedControlPlane {
  child: ChildProcess;
  url: string;
  /** What it wrote until now. */
  said(): string;
}

/** Everything that the process must be told; `changes` go before. */
export const environmentOf = (port: number, changes: Record<string, string>): Record<string, string> => ({
  PATH: '/usr/bin:/bin',
  ALYSON_API_PORT: String(port),
  ALYSON_EDGE_TOKEN: 'edge-token-of-the-tests',
  ALYSON_WORKER_TOKEN: 'worker-token-of-the-tests',
  ALYSON_ADMIN_TOKEN: ADMIN_TOKEN,
  ALYSON_AUTH_SECRET: 'a secret of the tests, long enough to be one',
  ALYSON_DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  ALYSON_ADMIN_EMAIL: 'Admin@Example.com',
  ALYSON_ADMIN_PASSWORD: 'the first password',
  ALYSON_RELEASE_KEY_ID: 'test',
  ALYSON_RELEASE_SIGNING_KEY: RELEASE_KEYS.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  ...changes,
});

/** @param at  the port of one that was killed, so that its callers find it again */
export async function spawnControlPlane(changes: Record<string, string>, at?: number): Promise<SpawnedControlPlane> {
  const port = at ?? (await findFreePort());
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentOf(port, changes),
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += text));
  return { child, url: `http://127.0.0.1:${port}`, said: () => said };
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : expect.fail('no port');
}

export const isHealthy = async ({ url }: Pick<SpawnedControlPlane, 'url'>) =>
  expect((await fetch(`${url}/healthz`)).status).toBe(200);

export const adminOf = ({ url }: Pick<SpawnedControlPlane, 'url'>): ApiClient =>
  createApiClient({ baseUrl: url, fetch, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });

/** Kills it, unless it has ended by itself. */
export async function endControlPlane({ child }: SpawnedControlPlane): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

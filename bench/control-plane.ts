/** A real control plane, a process of its own, for benches that measure it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type ApiClient, createApiClient, type Experiment } from '@alyson/schema';
import { findFreePort } from '../scripts/lib/free-port.ts';

export const EDGE_TOKEN = 'edge-token-of-the-bench';
export const ADMIN_TOKEN = 'admin-token-of-the-bench';

export interface ControlPlane {
  readonly child: ChildProcess;
  readonly url: string;
  /** As an admin. */
  readonly api: ApiClient;
}

export async function startControlPlane(databaseUrl: string): Promise<ControlPlane> {
  const port = await findFreePort();
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const child = spawn(process.execPath, [fileURLToPath(new URL('../control-plane/src/main.ts', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ALYSON_API_PORT: String(port),
      ALYSON_ROUTER_URL: 'http://127.0.0.1:9',
      ALYSON_REQUESTS_PER_MINUTE: '1000000',
      DATABASE_URL: databaseUrl,
      ALYSON_EDGE_TOKEN: EDGE_TOKEN,
      ALYSON_WORKER_TOKEN: 'worker-token-of-the-bench',
      ALYSON_ADMIN_TOKEN: ADMIN_TOKEN,
      ALYSON_AUTH_SECRET: 'secret-of-the-bench-that-is-long-enough',
      ALYSON_DATA_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
      ALYSON_RELEASE_KEY_ID: 'bench',
      ALYSON_RELEASE_SIGNING_KEY: key.toString('base64'),
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const api = createApiClient({ baseUrl: url, fetch, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  for (let tries = 0; tries < 600; tries += 1) {
    if ((await fetch(`${url}/healthz`).catch(() => null))?.ok) return { child, url, api };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the control plane does not answer');
}

/** @param agents  at most 26; equal shares but for what rounding leaves to the first */
export function createExperiment(api: ApiClient, slug: string, agents: number): Promise<Experiment> {
  const share = Math.floor(10_000 / agents);
  return api.createExperiment({
    body: {
      name: 'Bench',
      agents: Array.from({ length: agents }, (_, i) => ({
        name: String.fromCharCode(65 + i),
        landingUrl: `http://localhost/${i}`,
        isControl: i === 0,
        weightBasisPoints: i === 0 ? 10_000 - share * (agents - 1) : share,
      })),
      links: [{ kind: 'slug', value: slug }],
    },
  });
}

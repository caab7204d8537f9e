/** The processes of the product on one machine, and what each is told: no part knows a secret it has no use for. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { releaseKeyOf, type SecretName } from '../lib/secrets.ts';
import type { PartSpec } from './part.ts';
import type { Settings } from './settings.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..');
const ASK_EVERY_MS = 30;
const ASK_TIMEOUT_MS = 2_000;

/** What Prometheus bears; only those who check it are told. */
const METRICS_TOKEN = 'ALYSON_METRICS_TOKEN';

/** What the database's process says once connections are accepted. */
const DatabaseReady = z.object({ url: z.string() });

/** What the parts' variables are made from. */
export interface Facts {
  settings: Settings;
  secrets: Record<SecretName, string>;
  /** The start's own. */
  environment: NodeJS.ProcessEnv;
}

export const databaseSpec = (facts: Facts, port: number, onUrl: (url: string) => void): PartSpec => ({
  name: 'database',
  script: join(import.meta.dirname, 'database.ts'),
  environment: () => ({
    ...sharedEnvironment(facts),
    ALYSON_DATABASE_FOLDER: join(facts.settings.dataDir, 'postgres'),
    ALYSON_DATABASE_PORT: String(port),
    ...(facts.settings.backup && {
      ALYSON_BACKUP_DIR: facts.settings.backup.folder,
      ALYSON_BACKUP_SECONDS: String(facts.settings.backup.seconds),
    }),
  }),
  stopWithinMs: 30_000,
  async untilReady(child) {
    const [message] = await once(child, 'message');
    onUrl(DatabaseReady.parse(message).url);
  },
});

/** @param ready  what the process needs to find made: asked when it starts */
export const controlPlaneSpec = (facts: Facts, ready: () => { databaseUrl: string; panelDir: string }): PartSpec => {
  const { settings, secrets, environment } = facts;
  return {
    name: 'control plane',
    script: join(REPOSITORY, 'control-plane', 'src', 'main.ts'),
    environment: () => ({
      ...sharedEnvironment(facts),
      DATABASE_URL: ready().databaseUrl,
      ALYSON_PANEL_DIR: ready().panelDir,
      ALYSON_API_PORT: String(settings.apiPort),
      ALYSON_API_URL: settings.apiUrl,
      ALYSON_ROUTER_URL: settings.routerUrl,
      ALYSON_EDGE_URLS: environment['ALYSON_EDGE_URLS'] || settings.localRouterUrl,
      [METRICS_TOKEN]: environment[METRICS_TOKEN],
      ALYSON_EDGE_TOKEN: secrets.ALYSON_EDGE_TOKEN,
      ALYSON_WORKER_TOKEN: secrets.ALYSON_WORKER_TOKEN,
      ALYSON_ADMIN_TOKEN: secrets.ALYSON_ADMIN_TOKEN,
      ALYSON_ADMIN_EMAIL: secrets.ALYSON_ADMIN_EMAIL,
      ALYSON_ADMIN_PASSWORD: secrets.ALYSON_ADMIN_PASSWORD,
      ALYSON_AUTH_SECRET: secrets.ALYSON_AUTH_SECRET,
      ALYSON_DATA_KEYS: secrets.ALYSON_DATA_KEYS,
      ALYSON_RELEASE_KEY_ID: releaseKey(facts).id,
      ALYSON_RELEASE_SIGNING_KEY: secrets.ALYSON_RELEASE_SIGNING_KEY,
    }),
    port: { host: settings.host, port: settings.apiPort, variable: 'ALYSON_API_PORT' },
    stopWithinMs: 10_000,
    untilReady: untilHealthy(settings.localApiUrl),
  };
};

export const routerSpec = (facts: Facts): PartSpec => {
  const { settings, secrets, environment } = facts;
  const key = releaseKey(facts);
  return {
    name: 'router',
    script: join(REPOSITORY, 'router', 'src', 'node.ts'),
    environment: () => ({
      ...sharedEnvironment(facts),
      ALYSON_DATA_DIR: settings.dataDir,
      ALYSON_ROUTER_PORT: String(settings.routerPort),
      ALYSON_API_URL: settings.localApiUrl,
      [METRICS_TOKEN]: environment[METRICS_TOKEN],
      ALYSON_EDGE_TOKEN: secrets.ALYSON_EDGE_TOKEN,
      ALYSON_RELEASE_PUBLIC_KEYS:
        environment['ALYSON_RELEASE_PUBLIC_KEYS'] || JSON.stringify({ [key.id]: key.publicKey }),
      ALYSON_CLICK_KEYS: secrets.ALYSON_CLICK_KEYS,
    }),
    port: { host: settings.host, port: settings.routerPort, variable: 'ALYSON_ROUTER_PORT' },
    stopWithinMs: 10_000,
    untilReady: untilHealthy(settings.localRouterUrl),
  };
};

export const workerSpec = (facts: Facts): PartSpec => ({
  name: 'worker',
  script: join(REPOSITORY, 'worker', 'src', 'main.ts'),
  environment: () => ({
    ...sharedEnvironment(facts),
    ALYSON_API_URL: facts.settings.localApiUrl,
    ALYSON_WORKER_TOKEN: facts.secrets.ALYSON_WORKER_TOKEN,
  }),
  stopWithinMs: 10_000,
  async untilReady(child) {
    await once(child, 'message'); // it has no door to knock at
  },
});

/** The start's environment without its secrets: each part is handed its own. */
function sharedEnvironment({ settings, secrets, environment }: Facts): NodeJS.ProcessEnv {
  const hidden = new Set(['DATABASE_URL', METRICS_TOKEN, ...Object.keys(secrets)]);
  const shared = Object.entries(environment).filter(([name]) => !hidden.has(name));
  return { ...Object.fromEntries(shared), ALYSON_HOST: settings.host };
}

function releaseKey({ secrets, environment }: Facts): { id: string; publicKey: string } {
  const key = releaseKeyOf(secrets.ALYSON_RELEASE_SIGNING_KEY);
  return { ...key, id: environment['ALYSON_RELEASE_KEY_ID'] || key.id };
}

const untilHealthy = (url: string) => async (child: ChildProcess) => {
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null || child.signalCode !== null) return new Promise<never>(() => undefined);
    await sleep(ASK_EVERY_MS);
  }
};

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

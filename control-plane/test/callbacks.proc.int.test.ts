import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApiClient } from '@alyson/schema';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { signReport } from './support/report-as-buyer.ts';
import { cloneTemplate, dropDatabase } from './support/throwaway-database.ts';

const CONTROL_PLANE = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const ROUTER = fileURLToPath(new URL('../../router/src/node.ts', import.meta.url));
const LATER = { timeout: 40_000, interval: 50 };
const TOKEN = '0123456789abcdef0123456789abcdef';
const signing = generateKeyPairSync('ed25519');
const releaseKey = signing.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const isTaken = (text: string) => text === 'success=true;';

let databaseUrl: string;
let databaseName: string;
let apiPort: number;
let routerPort: number;
let dataDir: string;
let router: ChildProcess;
let plane: ChildProcess;
let buyer: { id: string; path: string; secret: string };

const api = () =>
  createApiClient({
    baseUrl: `http://127.0.0.1:${apiPort}`,
    fetch,
    headers: { authorization: 'Bearer admin-token-of-the-tests' },
  });

beforeAll(async () => {
  databaseName = `callbacks_${randomUUID().replaceAll('-', '')}`;
  databaseUrl = await cloneTemplate(inject('postgresUrl'), databaseName);
  dataDir = mkdtempSync(join(tmpdir(), 'alyson-callbacks-'));
  [apiPort, routerPort] = [await findFreePort(), await findFreePort()];
  [plane, router] = [startPlane(), startRouter()];
  await vi.waitFor(() => isHealthy(apiPort), LATER);
  await vi.waitFor(() => isHealthy(routerPort), LATER);
  const { buyer: made, secret } = await api().createBuyer({ body: { name: 'HomeLight' } });
  expect(made.webhookUrl).toMatch(`http://127.0.0.1:${routerPort}/webhooks/`);
  buyer = { id: made.id, path: new URL(made.webhookUrl).pathname, secret };
  const body = { securityToken: TOKEN, offerIds: ['26'], addresses: [], currency: null };
  await api().changeTuneSetup({ params: { buyerId: made.id }, body, ifMatch: 1 });
}, 60_000);

afterAll(async () => {
  for (const child of [plane, router]) await end(child);
  await dropDatabase(inject('postgresUrl'), databaseName);
  rmSync(dataDir, { recursive: true, force: true });
});

const SHARED = { PATH: '/usr/bin:/bin', ALYSON_EDGE_TOKEN: 'edge-token-of-the-tests' };

const startPlane = (): ChildProcess =>
  start(CONTROL_PLANE, {
    ...SHARED,
    DATABASE_URL: databaseUrl,
    ALYSON_API_PORT: String(apiPort),
    ALYSON_ROUTER_URL: `http://127.0.0.1:${routerPort}`,
    ALYSON_WORKER_TOKEN: 'worker-token-of-the-tests',
    ALYSON_ADMIN_TOKEN: 'admin-token-of-the-tests',
    ALYSON_AUTH_SECRET: 'a secret of the tests, long enough to be one',
    ALYSON_DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    ALYSON_RELEASE_KEY_ID: 'test',
    ALYSON_RELEASE_SIGNING_KEY: signing.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  });

const startRouter = (): ChildProcess =>
  start(ROUTER, {
    ...SHARED,
    ALYSON_ROUTER_PORT: String(routerPort),
    ALYSON_DATA_DIR: dataDir,
    ALYSON_API_URL: `http://127.0.0.1:${apiPort}`,
    ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ test: releaseKey }),
    ALYSON_CLICK_KEYS: JSON.stringify({ 0: Buffer.alloc(16, 1).toString('base64') }),
  });

const start = (program: string, env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, [program], { env, stdio: 'ignore' });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : expect.fail('no port');
}

const isHealthy = async (port: number) => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);

/** A buyer's two ways of reporting, over the router's host. Status 0: there was no answer. */
async function call(path: string, init: RequestInit = {}): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`http://127.0.0.1:${routerPort}${path}`, {
      ...init,
      headers: { connection: 'close', ...init.headers },
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
}
const postWebhook = (eventId: string) => {
  const body = JSON.stringify({ type: 'lead', event_id: eventId, utm_content: `key-of-${eventId}` });
  return call(buyer.path, { method: 'POST', ...signReport(buyer, body, { webhookId: `msg_${eventId}` }) });
};
const postBack = (transactionId: string) =>
  call(`/aff_lsr?offer_id=26&transaction_id=${transactionId}&amount=10.99&security_token=${TOKEN}`);

/** Every event of the buyer, by its own id, as often as it is stored. */
async function storedEvents(): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api().listBuyerEvents({ query: { limit: 200, cursor } });
    ids.push(...page.items.map(({ eventId }) => eventId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return ids;
}
const haveArrived = (ids: readonly string[]) =>
  vi.waitFor(async () => expect(await storedEvents()).toEqual(expect.arrayContaining([...ids])), LATER);
async function countsOnce(ids: readonly string[]): Promise<void> {
  const stored = await storedEvents();
  expect(ids.map((id) => stored.filter((other) => other === id).length)).toEqual(ids.map(() => 1));
}

describe('R26, S8: buyers report through the router', () => {
  test('given both are up, then the control plane’s own answers come back, and a repeat is told apart', async () => {
    const first = await postWebhook('up-1');
    expect(first.status).toBe(200);
    expect(JSON.parse(first.text)).toMatchObject({ outcome: 'orphan' });
    expect(await postWebhook('up-1')).toEqual(first);
    expect(await postBack('1020000000000000000000000up02')).toEqual({ status: 200, text: 'success=true;' });
    expect((await postBack('1020000000000000000000000up02')).text).toBe(
      'success=false; err_msg=Duplicate conversion.;',
    );
    const long = 'x'.repeat(15_000);
    const transactionId = '102000000000000000000000000up3';
    expect((await call(`/aff_lsr?transaction_id=${transactionId}&security_token=${TOKEN}&adv_sub=${long}`)).text).toBe(
      'success=true;',
    );
    expect((await call(`${buyer.path}x`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  test('given the control plane is killed, then calls are taken, also twice and 25 at once, and each counts once when it is back', async () => {
    await end(plane);
    const ids = Array.from({ length: 25 }, (_, i) => `down-${i}`);
    const answers = await Promise.all([...ids, ...ids].map(postWebhook));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const transactions = ids.map((_, i) => `102000000000000000000000down${i + 10}`);
    const postbacks = await Promise.all([...transactions, ...transactions].map(postBack));
    expect(postbacks.every(({ status, text }) => status === 200 && isTaken(text))).toBe(true);
    plane = startPlane();
    await vi.waitFor(() => isHealthy(apiPort), LATER);
    await haveArrived([...ids, ...transactions]);
    await countsOnce([...ids, ...transactions]);
  });

  test('given the control plane is frozen, then calls are taken, and arrive when it thaws', async () => {
    plane.kill('SIGSTOP');
    onTestFinished(() => void plane.kill('SIGCONT'));
    const answers = await Promise.all([postWebhook('frozen-1'), postBack('10200000000000000000000frozen')]);
    expect(answers.map(({ status }) => status)).toEqual([202, 200]);
    plane.kill('SIGCONT');
    await haveArrived(['frozen-1', '10200000000000000000000frozen']);
    await countsOnce(['frozen-1', '10200000000000000000000frozen']);
  });

  test('given the router is killed right after its answers while the control plane is away, then a restart loses nothing', async () => {
    await end(plane);
    expect((await postWebhook('both-1')).status).toBe(202);
    expect(isTaken((await postBack('1020000000000000000000000both')).text)).toBe(true);
    await end(router);
    [plane, router] = [startPlane(), startRouter()];
    await vi.waitFor(() => isHealthy(apiPort), LATER);
    await haveArrived(['both-1', '1020000000000000000000000both']);
    await countsOnce(['both-1', '1020000000000000000000000both']);
  });

  test('given either is killed again and again under load, then every acknowledged report is there, once', async () => {
    const acknowledged: string[] = [];
    let isOver = false;
    const buyers = Array.from({ length: 4 }, async (_, who) => {
      for (let i = 0; !isOver; i += 1) {
        const id = `load-${who}-${String(i).padStart(6, '0')}`;
        const { status, text } = i % 2 === 0 ? await postWebhook(id) : await postBack(id);
        if (i % 2 === 0 ? status === 200 || status === 202 : isTaken(text)) acknowledged.push(id);
        else await new Promise((resolve) => setTimeout(resolve, 10)); // there is nobody for a moment
      }
    });
    for (let round = 0; round < 6; round += 1) {
      const goal = acknowledged.length + 25;
      await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(goal), { ...LATER, interval: 3 });
      if (round % 2 === 0) {
        await end(plane);
        plane = startPlane();
      } else {
        await end(router);
        router = startRouter();
      }
    }
    isOver = true;
    await Promise.all(buyers);
    await vi.waitFor(() => isHealthy(apiPort), LATER);
    await haveArrived(acknowledged);
    await countsOnce(acknowledged);
    expect(acknowledged.length).toBeGreaterThan(150);
  }, 120_000);
});

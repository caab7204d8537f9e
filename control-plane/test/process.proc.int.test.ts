import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import pg from 'pg';
import { afterEach, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { draft } from './support/drafts.ts';
import { type FakeEdge, startFakeEdge } from './support/fake-edge.ts';
import { makeClick } from './support/make-click.ts';
import {
  adminOf,
  endControlPlane,
  environmentOf,
  findFreePort,
  isHealthy,
  MAIN,
  RELEASE_KEYS,
  type SpawnedControlPlane,
  spawnControlPlane,
} from './support/spawn-control-plane.ts';
import { cloneTemplate, dropDatabase } from './support/throwaway-database.ts';

const LATER = { timeout: 30_000, interval: 50 };

const started: SpawnedControlPlane[] = [];
let databaseUrl: string;
let databaseName: string;
let edge: FakeEdge;

beforeAll(async () => {
  databaseName = `process_${randomUUID().replaceAll('-', '')}`;
  databaseUrl = await cloneTemplate(inject('postgresUrl'), databaseName);
  edge = await startFakeEdge(RELEASE_KEYS.publicKey, 'local');
  return async () => {
    await edge.close();
    await dropDatabase(inject('postgresUrl'), databaseName);
  };
});

afterEach(async () => {
  for (const running of started.splice(0)) await endControlPlane(running);
});

async function start(changes: Record<string, string> = {}): Promise<SpawnedControlPlane> {
  const running = await spawnControlPlane({ ...surroundings(), ...changes });
  started.push(running);
  return running;
}

const surroundings = () => ({ DATABASE_URL: databaseUrl, ALYSON_EDGE_URLS: edge.url });

function signIn({ url }: SpawnedControlPlane, password: string): Promise<Response> {
  return fetch(`${url}/v1/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: 'admin@example.com', password }),
  });
}

describe('the process', () => {
  test('given two first starts at once, then there is one workspace and one admin who can sign in, and both serve', async () => {
    const both = await Promise.all([start(), start()]);
    for (const each of both) await vi.waitFor(() => isHealthy(each), LATER);
    const [first, second] = await Promise.all(both.map((each) => adminOf(each).getMe({})));
    expect(first?.workspace).toMatchObject({ name: 'Default' });
    expect(second?.workspace.id).toBe(first?.workspace.id);
    const [one] = both;
    if (!one) return expect.fail();
    expect((await signIn(one, 'the first password')).status).toBe(200);
    expect((await fetch(`${one.url}/readyz`)).status).toBe(200);
  });

  test('given it is killed right after a change was answered, then the next start brings the release to the edge', async () => {
    const first = await start({ ALYSON_EDGE_URLS: 'http://127.0.0.1:1' });
    await vi.waitFor(() => isHealthy(first), LATER);
    const client = adminOf(first);
    const { id } = await client.createExperiment({ body: draft() });
    await client.startExperiment({ params: { experimentId: id } });
    first.child.kill('SIGKILL');
    const second = await start();
    await vi.waitFor(() => expect(edge.releaseOf(id)?.number).toBe(1), LATER);
    await vi.waitFor(async () => {
      const { release } = await adminOf(second).getExperiment({ params: { experimentId: id } });
      expect(release?.status).toBe('published');
    }, LATER);
  });

  test('given other tokens and another first password at a later start, then the tokens are changed and the password is not', async () => {
    const running = await start({
      ALYSON_ADMIN_TOKEN: 'another-admin-token',
      ALYSON_ADMIN_PASSWORD: 'another password',
    });
    await vi.waitFor(() => isHealthy(running), LATER);
    await expect(adminOf(running).getMe({})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await signIn(running, 'another password')).status).toBe(401);
    expect((await signIn(running, 'the first password')).status).toBe(200);
  });

  test('given SIGTERM under load, then what is under way is finished, what was acknowledged is stored, and the rest was never taken', async () => {
    const running = await start({ ALYSON_ADMIN_TOKEN: 'another-admin-token' });
    await vi.waitFor(() => isHealthy(running), LATER);
    const database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    onTestFinished(() => database.end());
    const acknowledged: string[] = [];
    const deliver = async () => {
      const click = makeClick({ at: Date.now() });
      const answer = await fetch(`${running.url}/v1/clicks`, {
        method: 'POST',
        headers: { authorization: 'Bearer edge-token-of-the-tests', 'content-type': 'application/json' },
        body: JSON.stringify({ clicks: [click] }),
      });
      await answer.text();
      if (answer.ok) acknowledged.push(click.id);
      return answer.ok;
    };
    // Eight edges that deliver without a pause, each until it is turned away.
    const edges = Array.from({ length: 8 }, async () => {
      while (await deliver().catch(() => false));
    });
    await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(100), LATER);

    await database.query('begin; lock table click_tallies in exclusive mode');
    const countWaiting = async () => {
      const { rows } = await database.query(
        "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows[0]?.count;
    };
    await vi.waitFor(async () => expect(await countWaiting()).toBe(edges.length), LATER);
    const before = acknowledged.length;
    running.child.kill('SIGTERM');
    await vi.waitFor(() => expect(running.said()).toContain('stopping'), LATER);
    await database.query('commit');
    await Promise.all(edges);
    expect(acknowledged.length).toBe(before + edges.length); // those that were under way, and none after them
    if (running.child.exitCode === null) await once(running.child, 'exit');
    expect(running.child.exitCode).toBe(0);
    const stored = await database.query('select id from clicks where id = any($1)', [acknowledged]);
    expect(stored.rowCount).toBe(acknowledged.length);
  });

  test('given SIGTERM while a reader follows the changes, then it ends cleanly and at once', async () => {
    const running = await start({ ALYSON_ADMIN_TOKEN: 'another-admin-token' });
    await vi.waitFor(() => isHealthy(running), LATER);
    const headers = { authorization: 'Bearer another-admin-token' };
    const stream = await fetch(`${running.url}/v1/events`, { headers });
    expect(stream.status).toBe(200);
    const reading = stream.text().catch(() => 'cut');
    const askedAt = Date.now();
    running.child.kill('SIGTERM');
    const [code] = await once(running.child, 'exit');
    expect(code).toBe(0);
    expect(Date.now() - askedAt).toBeLessThan(2_000);
    await reading;
  });
});

test('given the process that started it is killed, then it ends too', async () => {
  const port = await findFreePort();
  const script = `const { spawn } = require('node:child_process');
    console.log(spawn(process.execPath, [${JSON.stringify(MAIN)}], { stdio: 'ignore' }).pid);`;
  const parent = spawn(process.execPath, ['-e', `${script} setInterval(() => {}, 1000);`], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environmentOf(port, surroundings()),
  });
  const [pid] = await once(parent.stdout, 'data');
  const running = { url: `http://127.0.0.1:${port}` };
  try {
    await vi.waitFor(() => isHealthy(running), LATER);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH'), LATER);
  } catch (error) {
    parent.kill('SIGKILL');
    process.kill(Number(pid), 'SIGKILL');
    throw error;
  }
});

describe('a start that cannot be', () => {
  test.each([
    { given: 'no database', changes: { DATABASE_URL: '' }, says: /^DATABASE_URL is missing/ },
    {
      given: 'a port that is none',
      changes: { ALYSON_API_PORT: 'http' },
      says: /^ALYSON_API_PORT must be a whole number from 0/,
    },
    {
      given: 'a key that is none',
      changes: { ALYSON_RELEASE_SIGNING_KEY: 'nonsense' },
      says: /^ALYSON_RELEASE_SIGNING_KEY must be an Ed25519 private key/,
    },
    {
      given: 'an edge without a scheme',
      changes: { ALYSON_EDGE_URLS: 'localhost:8787' },
      says: /^ALYSON_EDGE_URLS must be an address/,
    },
    {
      given: 'half an admin',
      changes: { ALYSON_ADMIN_PASSWORD: '' },
      says: /^ALYSON_ADMIN_EMAIL and ALYSON_ADMIN_PASSWORD go together/,
    },
  ])('given $given, then it ends with one line that names the variable', async ({ changes, says }) => {
    const { child, said } = await start(changes);
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(said()).toMatch(says);
    expect(said().trim().split('\n')).toHaveLength(1);
  });

  test('given a database that refuses the password or does not exist, then the line says so', async () => {
    const wrong = new URL(databaseUrl);
    wrong.password = 'wrong';
    const missing = new URL(databaseUrl);
    missing.pathname = '/no_such_database';
    for (const url of [wrong, missing]) {
      const { child, said } = await start({ DATABASE_URL: url.href });
      const [code] = await once(child, 'close');
      expect(code).toBe(1);
      expect(said()).toMatch(/^DATABASE_URL leads to a server that refuses it: /);
      expect(said()).not.toContain('wrong@');
    }
  });

  test('given the port is taken, then the line names it', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { child, said } = await start({ ALYSON_API_PORT: String(port) });
    const [code] = await once(child, 'close');
    taken.close();
    expect(code).toBe(1);
    expect(said()).toMatch(new RegExp(`ALYSON_API_PORT ${port} cannot be listened on`));
  });
});

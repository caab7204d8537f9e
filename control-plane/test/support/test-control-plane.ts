import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import {
  type ApiClient,
  createApiClient,
  type Instant,
  PERMISSIONS_OF_ROLE,
  type Permission,
  type Role,
} from '@alyson/schema';
import { apiTokens, memberships, workspaces } from '@alyson/schema/tables';
import { afterAll, beforeAll, inject } from 'vitest';
import { createApp } from '../../src/app.ts';
import { createChangeFeed } from '../../src/change-feed.ts';
import type { Config } from '../../src/config.ts';
import type { Deps } from '../../src/context.ts';
import { createCounters } from '../../src/counters.ts';
import type { App } from '../../src/http/app-env.ts';
import { hashToken } from '../../src/http/authenticate.ts';
import { createRateLimits } from '../../src/http/rate-limits.ts';
import { createSignIn, createUser } from '../../src/http/sign-in.ts';
import { createDataKeys } from '../../src/io/data-keys.ts';
import { connectPostgres } from '../../src/io/database.postgres.ts';
import type { Database } from '../../src/io/database.ts';
import { createIdentityProvider } from '../../src/io/identity-provider.ts';
import { createLog } from '../../src/io/log.ts';
import { createNewId } from '../../src/io/new-id.ts';
import { cloneTemplate, dropDatabase } from './throwaway-database.ts';
import { tuneWithoutWaiting } from './tune-without-waiting.ts';

/** Every suite's clock begins here; nothing moves it but the test. */
export const STARTED_AT: Instant = Date.parse('2026-11-22T12:00:00.000Z');

export const PASSWORD = 'correct horse battery staple';

/** One workspace with a token for each kind of caller. */
interface TestWorkspace {
  id: string;
  tokens: Record<Role | 'edge' | 'worker', string>;
}

export interface TestControlPlane {
  app: App;
  deps: Deps;
  db: Database;
  workspace: TestWorkspace;
  /** Its callers must see nothing of `workspace`. */
  otherWorkspace: TestWorkspace;
  /** The key that release bundles are signed with. */
  releasePublicKey: KeyObject;
  clock: { now: Instant };
  /** The typed client of a caller; an admin of `workspace` when no token is given. */
  client(token?: string): ApiClient;
  /** A raw request with a token, for what the client cannot say. */
  request(path: string, init?: RequestInit & { token?: string }): Promise<Response>;
  /** A person with a password (`PASSWORD`) and a role, or none. */
  addUser(email: string, role: Role | null): Promise<string>;
}

/**
 * The control plane on a real database of its own for one suite: `const plane = useControlPlane()` at the top of a
 * describe or file; its fields are there from the first test on.
 */
export function useControlPlane(overrides: Partial<Config> = {}): TestControlPlane {
  const plane = {} as TestControlPlane;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const started = await startControlPlane(overrides);
    Object.assign(plane, started.plane);
    stop = started.stop;
  });
  afterAll(() => stop?.());
  return plane;
}

async function startControlPlane(overrides: Partial<Config>) {
  const serverUrl = inject('postgresUrl');
  const name = `suite_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = await cloneTemplate(serverUrl, name);
  const connection = connectPostgres(databaseUrl, () => undefined);
  const { db } = connection;
  const clock = { now: STARTED_AT };
  const keys = generateKeyPairSync('ed25519');
  const config = { ...testConfig(databaseUrl, keys.privateKey), ...overrides };
  const deps = testDeps(config, db, clock);
  const app = createApp(deps);
  const plane: TestControlPlane = {
    app,
    deps,
    db,
    workspace: await seedWorkspace(deps, 'Acme'),
    otherWorkspace: await seedWorkspace(deps, 'Rival'),
    releasePublicKey: keys.publicKey,
    clock,
    client: (token = plane.workspace.tokens.admin) =>
      createApiClient({ baseUrl: '', fetch: appFetch(app), headers: { authorization: `Bearer ${token}` } }),
    request: async (path, { token, ...init } = {}) => {
      const headers = new Headers(init.headers);
      if (token) headers.set('authorization', `Bearer ${token}`);
      return app.request(path, { ...init, headers });
    },
    addUser: (email, role) => seedUser(deps, plane.workspace.id, email, role),
  };
  await seedEdgeToken(deps, plane.workspace.id);
  const stop = async () => {
    await connection.close();
    await dropDatabase(serverUrl, name);
  };
  return { plane, stop };
}

const appFetch =
  (app: App): typeof fetch =>
  async (input, init) =>
    app.request(input as string, init);

/** More instances over one database, as several processes would be: give each another `seed`. */
export function testDeps(config: Config, db: Database, clock: { now: Instant }, seed = 'test'): Deps {
  const now = () => clock.now;
  const randomBytes = seededBytes(seed);
  const newId = createNewId(now, randomBytes);
  const log = createLog(() => undefined);
  const signIn = createSignIn({ config, db, newId, log });
  return {
    config,
    db,
    now,
    newId,
    randomBytes,
    dataKeys: createDataKeys(config.dataKeys, randomBytes),
    log,
    counters: createCounters(),
    changes: createChangeFeed(seed),
    edges: [],
    ipTable: null,
    guardedFetch: async ({ url }) => ({ ok: false, reason: 'unresolved', detail: 'is not there', url, hops: [] }),
    tune: tuneWithoutWaiting(config.tuneApiUrl),
    signIn,
    identityProvider:
      config.identityProvider &&
      createIdentityProvider(config.identityProvider, `${config.apiUrl}/v1/auth/oidc/callback`),
    limits: createRateLimits(config),
  };
}

function testConfig(databaseUrl: string, privateKey: KeyObject): Config {
  return {
    environment: 'local',
    port: 0,
    host: '127.0.0.1',
    databaseUrl,
    apiUrl: 'http://localhost',
    routerUrl: 'http://router.test',
    edgeUrls: [],
    tokens: { edge: 'edge-token-of-the-tests', worker: 'worker-token-of-the-tests', admin: 'admin-token-of-the-tests' },
    authSecret: 'a secret of the tests, long enough to be one',
    dataKeys: [{ id: 'test', key: new Uint8Array(32).fill(7) }],
    firstAdmin: null,
    releaseKey: { id: 'test', privateKey },
    shardCount: 4,
    panelDir: null,
    metricsToken: null,
    ipTable: null,
    eventBridge: null,
    fireToken: null,
    clientAddressHeader: null,
    // Suites ask more than people do.
    requestsPerMinute: 1_000_000,
    passwordSignIn: true,
    identityProvider: null,
    tuneApiUrl: 'http://127.0.0.1:9',
  };
}

async function seedWorkspace({ db, newId, now }: Deps, name: string): Promise<TestWorkspace> {
  const id = newId('workspace');
  const createdAt = new Date(now());
  await db.insert(workspaces).values({ id, name, createdAt });
  const rights: Record<keyof TestWorkspace['tokens'], readonly Permission[]> = {
    ...PERMISSIONS_OF_ROLE,
    edge: ['edge:deliver'],
    worker: ['worker:grade', 'experiment:read'],
  };
  const tokens = Object.fromEntries(Object.keys(rights).map((who) => [who, `${who}-of-${id}`]));
  const rows = Object.entries(rights).map(([who, permissions]) => ({
    id: newId('apiToken'),
    workspaceId: id,
    name: `${who} of ${name}`,
    tokenSha256: hashToken(`${who}-of-${id}`),
    permissions: [...permissions],
    createdAt,
  }));
  await db.insert(apiTokens).values(rows);
  return { id, tokens: tokens as TestWorkspace['tokens'] };
}

/** The configured token of the edges: calls that name no buyer belong to its workspace. */
async function seedEdgeToken({ config, db, newId, now }: Deps, workspaceId: string): Promise<void> {
  const tokenSha256 = hashToken(config.tokens.edge);
  const createdAt = new Date(now());
  const permissions: Permission[] = ['edge:deliver'];
  await db
    .insert(apiTokens)
    .values({ id: newId('apiToken'), workspaceId, name: 'The edges', tokenSha256, permissions, createdAt });
}

async function seedUser(deps: Deps, workspaceId: string, email: string, role: Role | null): Promise<string> {
  const { id } = await createUser(deps, { name: email, email, password: PASSWORD, emailVerified: false });
  const createdAt = new Date(deps.now());
  if (role) await deps.db.insert(memberships).values({ workspaceId, userId: id, role, createdAt });
  return id;
}

/** The same bytes in every run, and never the same twice within one. */
function seededBytes(seed: string): (count: number) => Uint8Array {
  let drawn = 0;
  return (count) => {
    drawn += 1;
    return createHash('sha512').update(`${seed}/${drawn}`).digest().subarray(0, count);
  };
}

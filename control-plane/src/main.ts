import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import { createApp } from './app.ts';
import type { BackgroundTask } from './background.ts';
import { startCarryingChanges } from './carry-changes.ts';
import { createChangeFeed } from './change-feed.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import type { Deps } from './context.ts';
import { createCounters } from './counters.ts';
import { startWatching } from './features/attention/start-watching.ts';
import { bootstrap } from './features/bootstrap/bootstrap.ts';
import { startKeepingReplays } from './features/buyers/replays/start-keeping-replays.ts';
import { startKeepingCaps } from './features/caps/start-keeping-caps.ts';
import { startCountingWithRates } from './features/exchange-rates/start-counting-with-rates.ts';
import { startCheckingPages } from './features/page-checks/start-checking-pages.ts';
import { startKeepingRamps } from './features/ramps/start-keeping-ramps.ts';
import { startForgettingClicks } from './features/retention/start-forgetting-clicks.ts';
import { startForgettingFires } from './features/schedules/forget-fires.ts';
import { handleFire } from './features/schedules/handle-fire.ts';
import { startForgettingPageEvents } from './features/segment/forget-page-events.ts';
import { startReadingSegment } from './features/segment/start-reading-segment.ts';
import { startReadingTune } from './features/tune-import/read-tune.ts';
import { startForgettingAnswers } from './http/forget-answers.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { createSignIn } from './http/sign-in.ts';
import { watchAnswers } from './http/watch-answers.ts';
import { createDataKeys } from './io/data-keys.ts';
import { connectNeon } from './io/database.neon.ts';
import { connectPostgres } from './io/database.postgres.ts';
import { type DatabaseConnection, isNeonHost } from './io/database.ts';
import { describeError, readDatabaseFault } from './io/database-faults.ts';
import { migrate } from './io/database-migrations.ts';
import { dialAddresses, resolveName } from './io/dial.ts';
import { createHttpEdge } from './io/edge.http.ts';
import { createEmbeddedFireSource } from './io/fire-source.embedded.ts';
import { createSqsFireSource } from './io/fire-source.sqs.ts';
import type { Fire } from './io/fire-source.ts';
import { createGuardedFetch } from './io/guarded-fetch.ts';
import { createIdentityProvider } from './io/identity-provider.ts';
import { openIpTable } from './io/ip-table.ts';
import { createLog } from './io/log.ts';
import { createNewId } from './io/new-id.ts';
import { createEventBridgeScheduler } from './io/scheduler.eventbridge.ts';
import { createHttpTune } from './io/tune.http.ts';
import { startForgettingDeliveries } from './outbound/start-forgetting-deliveries.ts';
import { startSending } from './outbound/start-sending.ts';
import { compareWithEdges, startPublishing } from './outbox/start-publishing.ts';
import { startScheduling } from './scheduling/start-scheduling.ts';
import { startResealing } from './sealing/start-resealing.ts';
import { onShutdown } from './shutdown.ts';

/** One line per task that goes on beside the requests. */
const background: readonly ((deps: Deps) => BackgroundTask)[] = [
  startPublishing,
  startFires,
  startForgettingFires,
  startForgettingAnswers,
  startForgettingClicks,
  startResealing,
  startKeepingCaps,
  startCheckingPages,
  startKeepingRamps,
  startKeepingReplays,
  startCountingWithRates,
  startReadingTune,
  startSending,
  startWatching,
  startForgettingDeliveries,
  startReadingSegment,
  startForgettingPageEvents,
];

/** An edge sends a buyer's call with its address twice, in the request line and signed beside it. */
const MOST_HEADER_BYTES = 64 * 1024;

/** Requests under way get this long to end. */
const DRAIN_MS = 4_000;

/** Between two tries to reach a database that may be starting. */
const RETRY_MS = 500;

const log = createLog();

try {
  await main(readConfig());
} catch (error) {
  if (error instanceof ConfigError) console.error(error.message);
  else log.fatal({ err: error }, 'the control plane cannot start');
  process.exit(1);
}

async function main(config: Config): Promise<void> {
  const connection = connect(config);
  await untilReachable(connection);
  await bringUpToDate(config);
  const deps = createDeps(config, connection);
  const fault = await deps.ipTable?.check();
  if (fault) throw new ConfigError(`IP_DATABASE_COLUMNS does not fit the table IP_DATABASE_TABLE names: ${fault}`);
  await bootstrap(deps);
  await compareWithEdges(deps);

  const server = createAdaptorServer({
    fetch: createApp(deps).fetch,
    serverOptions: { maxHeaderSize: MOST_HEADER_BYTES },
  }) as Server;
  const letCallersGo = watchAnswers(server);
  await listen(server, config);
  const tasks = [...background.map((start) => start(deps)), startCarryingChanges(deps, connection)];
  log.info({ host: config.host, port: config.port, environment: config.environment }, 'ready');
  onShutdown((why) => {
    log.info({ why }, 'stopping');
    deps.changes.end();
    letCallersGo();
    void stop(server, tasks, connection);
  });
}

/** @param silenceMs  null: a connection may be silent for as long as it takes */
function connect({ databaseUrl }: Config, silenceMs?: null): DatabaseConnection {
  const onError = (error: Error) => log.warn({ err: error }, 'a database connection broke');
  const connectTo = isNeonHost(databaseUrl) ? connectNeon : connectPostgres;
  return connectTo(databaseUrl, onError, silenceMs);
}

/** By connections of its own: whoever migrates, or waits for another who does, says nothing meanwhile. */
async function bringUpToDate(config: Config): Promise<void> {
  const connection = connect(config, null);
  await migrate(connection).finally(() => connection.close());
}

/** The database may start later than this process. @throws ConfigError when it is there and refuses us */
async function untilReachable({ db }: DatabaseConnection): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await db.execute('select 1');
      return;
    } catch (error) {
      const fault = readDatabaseFault(error);
      if (fault?.kind !== 'unavailable')
        throw new ConfigError(`DATABASE_URL leads to a server that refuses it: ${describeError(error)}`);
      if (tries % 20 === 0) log.warn({ detail: fault.detail }, 'waiting for the database');
      await sleep(RETRY_MS);
    }
  }
}

function createDeps(config: Config, { db }: DatabaseConnection): Deps {
  const newId = createNewId(Date.now, randomBytes);
  return {
    config,
    db,
    now: Date.now,
    newId,
    randomBytes,
    dataKeys: createDataKeys(config.dataKeys, randomBytes),
    log,
    counters: createCounters(),
    changes: createChangeFeed(newId('request')),
    tune: createHttpTune({
      url: config.tuneApiUrl,
      now: Date.now,
      random: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    }),
    ipTable: config.ipTable && openIpTable(config.ipTable),
    guardedFetch: createGuardedFetch({
      resolve: resolveName,
      dial: dialAddresses,
      allowLoopback: config.environment === 'local',
    }),
    edges: config.edgeUrls.map((url) => createHttpEdge(url, config.tokens.edge)),
    signIn: createSignIn({ config, db, newId, log }),
    identityProvider:
      config.identityProvider &&
      createIdentityProvider(config.identityProvider, `${config.apiUrl}/v1/auth/oidc/callback`),
    limits: createRateLimits(config),
  };
}

/** @throws ConfigError when nothing can listen there */
async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`ALYSON_API_PORT ${port} cannot be listened on at ${host} (${code})`);
  }
}

/** No new requests, those under way to their end within the time, then the loops and the database. */
async function stop(server: Server, tasks: readonly BackgroundTask[], connection: DatabaseConnection): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection kept alive becomes idle only when its request has ended.
  setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([Promise.all([closed, ...tasks.map((task) => task.stop())]), sleep(DRAIN_MS)]);
  server.closeAllConnections();
  await Promise.race([connection.close(), sleep(DRAIN_MS / 4)]);
  process.exit(0);
}

/** Time is kept by AWS where it is configured, else by this process from its own rows. */
function startFires(deps: Deps): BackgroundTask {
  const handle = (fire: Fire) => handleFire(deps, fire);
  const { eventBridge } = deps.config;
  if (!eventBridge) return createEmbeddedFireSource(deps).start(handle);
  const scheduler = createEventBridgeScheduler({ ...eventBridge, now: deps.now });
  const tasks = [createSqsFireSource({ ...deps, ...eventBridge }).start(handle), startScheduling(deps, scheduler)];
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.stop()));
    },
  };
}

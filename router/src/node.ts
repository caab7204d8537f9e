/** The root on Node: environment, adapters, server. It needs no other process to redirect, and outlives its parent. */
import { mkdirSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { messageOf, placesOf } from '@alyson/schema';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { bundlesUnconfirmed, leaving, releaseRules, spoolNotWritable } from './alarm-rules.ts';
import { createAlarms } from './alarms.ts';
import { createApp } from './app.ts';
import { type NodeConfig, readNodeConfig } from './config.ts';
import { createCounters } from './counters.ts';
import { countDeliveries } from './delivery/count-deliveries.ts';
import { createDeliverCallback, withoutWaiting } from './delivery/deliver-callback.ts';
import { createDeliverClicks } from './delivery/deliver-clicks.ts';
import { watchOldest } from './delivery/oldest-waiting.ts';
import { PULL_EVERY_MS, startPulling } from './delivery/pull-bundles.ts';
import { startShippingCallbacks } from './delivery/ship-callbacks.ts';
import { startShipping } from './delivery/ship-clicks.ts';
import { createCallbackSigner } from './delivery/sign-callback.ts';
import { drain } from './drain.node.ts';
import { createClickListener } from './endpoints/follow-link.node.ts';
import { landRefused } from './endpoints/land-refused.node.ts';
import { ConfigError } from './env.ts';
import { createDirectClickSink } from './io/click-sink.direct.ts';
import { createSpool } from './io/click-sink.spool.ts';
import { openGeoDatabase, type PlaceOf } from './io/geo.mmdb.ts';
import { type IncomingRequest, type NodeHost, NodeInbound } from './io/inbound.node.ts';
import { createDiskInbox } from './io/inbox.disk.ts';
import { createPrometheusMetrics } from './io/metrics.prometheus.ts';
import { takePidFile } from './io/pid-file.disk.ts';
import { createDiskReleaseStore } from './io/release-source.disk.ts';
import { openBooks } from './io/spool/books.spool.ts';
import { probeFolder } from './io/spool/probe-folder.spool.ts';
import { logToConsole as log } from './log.ts';
import { createRandomPool } from './random-pool.ts';
import { createOwnIntake, restoreReleases } from './release-intake.ts';
import { createReleaseMemory } from './release-memory.ts';

const DELIVERY_TIMEOUT_MS = 10_000;
const RETRY_DIRECT_EVERY_MS = 1_000;
const SHIP_AT_STOP_MS = 3_000;
/** How soon an alarm is noticed that nobody asks for. */
const LOOK_FOR_ALARMS_EVERY_MS = 5_000;

/** Node's default of 16 KiB would turn away links with long parameters. */
const MOST_HEADER_BYTES = 128 * 1024;
/** A client that is slower than this to send its request is cut off. */
const REQUEST_TIMEOUT_MS = 12_000;
/** How often that is looked after: Node's default of 30 s would let it hold its connection for three times as long. */
const LOOK_FOR_SLOW_EVERY_MS = 2_500;
/** Longer than the 60 s of common load balancers, which must be the ones to close a connection. */
const KEEP_ALIVE_MS = 65_000;

async function main(): Promise<void> {
  const config = readConfig();
  const folder = join(config.dataDir, 'router');
  mkdirSync(folder, { recursive: true });
  const leavePidFile = await takePidFile(join(folder, 'router.pid'), 'src/node.ts');

  const placeOf = config.geoDatabase === null ? null : openGeo(config.geoDatabase);
  const machine: NodeHost = { edge: config.edge, addressHeader: config.addressHeader, placeOf };
  const counters = createCounters();
  const { edge, environment, apiUrl, edgeToken } = config;
  const now = Date.now;
  const memory = createReleaseMemory({ edge, environment, keys: config.releaseKeys, now, counters, log });
  const store = await createDiskReleaseStore(join(folder, 'bundles'));
  await restoreReleases(memory, store, log);
  const accept = createOwnIntake(memory, store, log);

  const spoolFolder = join(folder, 'spool');
  const books = openBooks({ folder: spoolFolder, now, log });
  const { ledgerId } = books.current;
  const deliver = countDeliveries(
    createDeliverClicks({ apiUrl, edgeToken, ledgerId, fetch, timeoutMs: DELIVERY_TIMEOUT_MS }),
    counters,
  );
  const direct = createDirectClickSink({ deliver, now, counters, books });
  const spool = createSpool({
    folder: spoolFolder,
    books,
    mostBytes: config.mostSpoolBytes,
    otherwise: {
      record(click, onKept) {
        counters.spoolRefused += 1;
        direct.record(click, onKept);
      },
    },
    now,
    counters,
    log,
  });

  const { waiting, oldestAt } = watchOldest(spool.waiting);

  const pulling = startPulling({ apiUrl, edgeToken, sequenceOf: memory.sequenceOf, accept, counters, log, now });
  const { confirmedAt } = pulling;
  let isLeaving = false;
  const isFull = () => spool.bytes() >= config.mostSpoolBytes;
  const alarms = createAlarms({
    rules: [
      ...releaseRules({ holdsBundle: () => memory.links() !== null, memory, counters, now }),
      leaving(() => isLeaving),
      bundlesUnconfirmed(confirmedAt, PULL_EVERY_MS, now),
      spoolNotWritable(() => (isFull() ? 'the spool holds its most' : probeFolder(spoolFolder)), counters, now),
    ],
    now,
    log,
  });
  const metrics = createPrometheusMetrics({
    counters,
    memory,
    alarms,
    spoolBytes: spool.bytes,
    waitingOnDisk: () => spool.books().onDisk,
    oldestAt,
    waitingInMemory: direct.waiting,
    confirmedAt,
    now,
  });

  const inbox = await createDiskInbox({ folder: join(folder, 'inbox'), mostBytes: config.mostInboxBytes, now, log });
  const sign = createCallbackSigner(edgeToken);
  const deliverCallback = createDeliverCallback({ apiUrl, sign, fetch, timeoutMs: DELIVERY_TIMEOUT_MS });

  const clickDeps = { ...config, releases: memory, now, random: createRandomPool(), counters, log };
  const readInbound = (incoming: IncomingRequest) => new NodeInbound(incoming, machine);
  const app = createApp<{ Bindings: HttpBindings }>({
    ...clickDeps,
    readInbound: (c) => readInbound(c.env.incoming),
    deliverCallback: withoutWaiting(deliverCallback, now),
    inbox,
    accept,
    state: async () => {
      const { notReady, alarms: others } = alarms.readiness();
      return { ...memory.state(), alarms: [...notReady, ...others] };
    },
    books: () => ({ edge, ...spool.books() }),
    readiness: alarms.readiness,
    metrics: { metrics, metricsToken: config.metricsToken },
    details: () => ({
      pid: process.pid,
      spoolBytes: spool.bytes(),
      waitingInMemory: direct.waiting(),
      inboxCalls: inbox.count(),
      inboxBytes: inbox.bytes(),
    }),
  });
  const follow = createClickListener(
    { ...clickDeps, readInbound, record: spool.record },
    getRequestListener(app.fetch),
  );
  const servers = await listen(config, follow);

  const shipping = startShipping({ waiting, deliver, counters, log, now });
  const stopShippingCallbacks = startShippingCallbacks({ waiting: inbox.waiting, deliver: deliverCallback, log, now });
  const retrying = setInterval(() => void direct.retry(), RETRY_DIRECT_EVERY_MS);
  const watching = setInterval(alarms.readiness, LOOK_FOR_ALARMS_EVERY_MS);

  const stop = async () => {
    isLeaving = true;
    await Promise.all(servers.map((server) => drain(server, config.drainMs)));
    pulling.stop();
    stopShippingCallbacks();
    clearInterval(retrying);
    clearInterval(watching);
    await spool.close();
    await Promise.all([shipping.stop(SHIP_AT_STOP_MS), direct.retry()]);
    leavePidFile();
    process.exit(0);
  };
  onStopSignal(stop);
  log('info', 'router is ready', { port: config.port, edge, environment });
}

function readConfig(): NodeConfig {
  try {
    return readNodeConfig();
  } catch (error) {
    if (error instanceof ConfigError) return stopWithOneLine(error.message);
    throw error;
  }
}

function openGeo(path: string): PlaceOf {
  try {
    return openGeoDatabase(path);
  } catch (error) {
    return stopWithOneLine(`ALYSON_GEO_DATABASE cannot be read as a geo database: ${messageOf(error)}`);
  }
}

/** On its own port, where pushes, books and metrics find this very process, and on the one it shares, if any. */
async function listen({ host, port, sharedPort }: NodeConfig, listener: RequestListener): Promise<Server[]> {
  const own = await listenOn({ host, port }, 'ALYSON_ROUTER_PORT', listener);
  if (sharedPort === null) return [own];
  const shared = { host, port: sharedPort, reusePort: true };
  return [own, await listenOn(shared, 'ALYSON_ROUTER_SHARED_PORT', listener)];
}

interface ListenAddress {
  readonly host: string;
  readonly port: number;
  readonly reusePort?: boolean;
}

function listenOn(address: ListenAddress, variable: string, listener: RequestListener): Promise<Server> {
  const server = createServer(
    {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: LOOK_FOR_SLOW_EVERY_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // A click has no body: without this Node makes and drains a stream for each.
      optimizeEmptyRequests: true,
    },
    listener,
  );
  landRefused(server, MOST_HEADER_BYTES);
  server.once('error', (error: NodeJS.ErrnoException) =>
    stopWithOneLine(describeListenError(error, address, variable)),
  );
  return new Promise((resolve) => server.listen({ ...address }, () => resolve(server)));
}

function describeListenError({ code }: NodeJS.ErrnoException, { host, port }: ListenAddress, variable: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use: stop what listens there, or set ${variable} to another.`;
  return `Cannot listen on ${host} port ${port} (${code}): check ALYSON_HOST and ${variable}.`;
}

/** Ctrl-C and SIGTERM stop it once; a terminal that closes does not. */
function onStopSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      void stop();
    });
  }
  process.on('SIGHUP', () => {});
}

function stopWithOneLine(message: string): never {
  console.error(`alyson: ${message}`);
  process.exit(1);
}

// Whoever read the log may be gone before the router is: a line that nobody reads must not end it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
// The last net: whatever was forgotten elsewhere costs a line in the log, never the links of everybody (R18).
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (fault: unknown) =>
    log('error', 'fault that nobody caught', {
      fault: messageOf(fault),
      places: fault instanceof Error ? placesOf(fault) : [],
    }),
  );

await main();

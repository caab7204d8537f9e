/** The root on Node: environment, adapters, server. It needs no other process to redirect, and outlives its parent. */
import { mkdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { messageOf, placesOf } from '@alyson/schema';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { bundlesUnconfirmed, leaving, releaseRules, spoolNotWritable } from './alarm-rules.ts';
import { type Alarms, createAlarms } from './alarms.ts';
import { createApp } from './app.ts';
import { type NodeConfig, readNodeConfig } from './config.ts';
import { type Counters, createCounters } from './counters.ts';
import { countDeliveries } from './delivery/count-deliveries.ts';
import { createDeliverCallback, withoutWaiting } from './delivery/deliver-callback.ts';
import { createDeliverClicks } from './delivery/deliver-clicks.ts';
import { watchOldest } from './delivery/oldest-waiting.ts';
import { PULL_EVERY_MS, type Pulling, startPulling } from './delivery/pull-bundles.ts';
import { startShippingCallbacks } from './delivery/ship-callbacks.ts';
import { startShipping } from './delivery/ship-clicks.ts';
import { createCallbackSigner } from './delivery/sign-callback.ts';
import { drain } from './drain.node.ts';
import { createClickListener } from './endpoints/follow-link.node.ts';
import { ConfigError } from './env.ts';
import { createDirectClickSink } from './io/click-sink.direct.ts';
import { createSpool } from './io/click-sink.spool.ts';
import type { ClickSink } from './io/click-sink.ts';
import { openGeoDatabase, type PlaceOf } from './io/geo.mmdb.ts';
import { type IncomingRequest, NodeInbound } from './io/inbound.node.ts';
import { createDiskInbox } from './io/inbox.disk.ts';
import { createPrometheusMetrics } from './io/metrics.prometheus.ts';
import type { Metrics } from './io/metrics.ts';
import { takePidFile } from './io/pid-file.disk.ts';
import { createDiskReleaseStore } from './io/release-source.disk.ts';
import { openBooks } from './io/spool/books.spool.ts';
import { probeFolder } from './io/spool/probe-folder.spool.ts';
import { listen } from './listen.node.ts';
import { logToConsole as log } from './log.ts';
import { createRandomPool } from './random-pool.ts';
import { type AcceptBundle, createOwnIntake, restoreReleases } from './release-intake.ts';
import { createReleaseMemory, type ReleaseMemory } from './release-memory.ts';

const DELIVERY_TIMEOUT_MS = 10_000;
const RETRY_DIRECT_EVERY_MS = 1_000;
const SHIP_AT_STOP_MS = 3_000;
/** How soon an alarm is noticed that nobody asks for. */
const LOOK_FOR_ALARMS_EVERY_MS = 5_000;

const now = Date.now;

async function main(): Promise<void> {
  const config = readNodeConfig();
  const { apiUrl, edgeToken, edge, environment, port } = config;
  const folder = join(config.dataDir, 'router');
  mkdirSync(folder, { recursive: true });
  const leavePidFile = await takePidFile(join(folder, 'router.pid'), 'src/node.ts');

  const counters = createCounters();
  const { memory, accept } = await openReleases(config, folder, counters);
  const clicks = openClicks(config, folder, counters);
  const calls = await openCalls(config, folder);

  const pulling = startPulling({ apiUrl, edgeToken, sequenceOf: memory.sequenceOf, accept, counters, log, now });
  let isLeaving = false;
  const parts: Parts = { config, counters, memory, accept, clicks, calls, pulling, isLeaving: () => isLeaving };
  const alarms = watch(parts);
  const servers = await listen(config, createListener(parts, alarms, measure(parts, alarms)));

  const shipping = startShipping({ waiting: clicks.waiting, deliver: clicks.deliver, counters, log, now });
  const stopShippingCalls = startShippingCallbacks({ waiting: calls.inbox.waiting, deliver: calls.deliver, log, now });
  const retrying = setInterval(() => void clicks.direct.retry(), RETRY_DIRECT_EVERY_MS);
  const watching = setInterval(alarms.readiness, LOOK_FOR_ALARMS_EVERY_MS);

  const stop = async () => {
    isLeaving = true;
    await Promise.all(servers.map((server) => drain(server, config.drainMs)));
    pulling.stop();
    stopShippingCalls();
    clearInterval(retrying);
    clearInterval(watching);
    await clicks.spool.close();
    await Promise.all([shipping.stop(SHIP_AT_STOP_MS), clicks.direct.retry()]);
    leavePidFile();
    process.exit(0);
  };
  onStopSignal(stop);
  log('info', 'router is ready', { port, edge, environment });
}

/** What is wired together. */
interface Parts {
  readonly config: NodeConfig;
  readonly counters: Counters;
  readonly memory: ReleaseMemory;
  readonly accept: AcceptBundle;
  readonly clicks: ReturnType<typeof openClicks>;
  readonly calls: Awaited<ReturnType<typeof openCalls>>;
  readonly pulling: Pulling;
  readonly isLeaving: () => boolean;
}

/** The bundles in force, from the disk first. */
async function openReleases({ edge, environment, releaseKeys }: NodeConfig, folder: string, counters: Counters) {
  const memory = createReleaseMemory({ edge, environment, keys: releaseKeys, now, counters, log });
  const store = await createDiskReleaseStore(join(folder, 'bundles'));
  await restoreReleases(memory, store, log);
  return { memory, accept: createOwnIntake(memory, store, log) };
}

/** The spool, the way past it (R25), and the way from both to the control plane. */
function openClicks({ apiUrl, edgeToken, mostSpoolBytes }: NodeConfig, parent: string, counters: Counters) {
  const folder = join(parent, 'spool');
  const books = openBooks({ folder, now, log });
  const { ledgerId } = books.current;
  const deliver = countDeliveries(
    createDeliverClicks({ apiUrl, edgeToken, ledgerId, fetch, timeoutMs: DELIVERY_TIMEOUT_MS }),
    counters,
  );
  const direct = createDirectClickSink({ deliver, now, counters, books });
  const otherwise: ClickSink = {
    record(click, onKept) {
      counters.spoolRefused += 1;
      direct.record(click, onKept);
    },
  };
  const spool = createSpool({ folder, books, mostBytes: mostSpoolBytes, otherwise, now, counters, log });
  return {
    ...watchOldest(spool.waiting),
    deliver,
    direct,
    spool,
    /** What keeps the spool from taking clicks; null while nothing does. */
    probe: () => (spool.bytes() >= mostSpoolBytes ? 'the spool holds its most' : probeFolder(folder)),
  };
}

/** Buyers' calls: those that wait, and their way to the control plane (R26). */
async function openCalls({ apiUrl, edgeToken, mostInboxBytes }: NodeConfig, folder: string) {
  const sign = createCallbackSigner(edgeToken);
  return {
    inbox: await createDiskInbox({ folder: join(folder, 'inbox'), mostBytes: mostInboxBytes, now, log }),
    deliver: createDeliverCallback({ apiUrl, sign, fetch, timeoutMs: DELIVERY_TIMEOUT_MS }),
  };
}

function watch({ counters, memory, clicks, pulling, isLeaving }: Parts): Alarms {
  const rules = [
    ...releaseRules({ holdsBundle: () => memory.links() !== null, memory, counters, now }),
    leaving(isLeaving),
    bundlesUnconfirmed(pulling.confirmedAt, PULL_EVERY_MS, now),
    spoolNotWritable(clicks.probe, counters, now),
  ];
  return createAlarms({ rules, now, log });
}

const measure = ({ counters, memory, clicks, calls, pulling }: Parts, alarms: Alarms): Metrics =>
  createPrometheusMetrics({
    counters,
    memory,
    alarms,
    spoolBytes: clicks.spool.bytes,
    waitingOnDisk: () => clicks.spool.books().onDisk,
    oldestAt: clicks.oldestAt,
    waitingInMemory: clicks.direct.waiting,
    inbox: calls.inbox,
    confirmedAt: pulling.confirmedAt,
    now,
  });

/** Clicks, and behind them the router's own addresses. */
function createListener(parts: Parts, alarms: Alarms, metrics: Metrics): RequestListener {
  const { config, counters, memory, accept, clicks, calls } = parts;
  const { edge, addressHeader, metricsToken } = config;
  const machine = { edge, addressHeader, placeOf: openGeo(config.geoDatabase) };
  const readInbound = (incoming: IncomingRequest) => new NodeInbound(incoming, machine);
  const clickDeps = { ...config, releases: memory, now, random: createRandomPool(), counters, log };
  const app = createApp<{ Bindings: HttpBindings }>({
    ...clickDeps,
    readInbound: (c) => readInbound(c.env.incoming),
    deliverCallback: withoutWaiting(calls.deliver, now),
    inbox: calls.inbox,
    accept,
    state: async () => {
      const { notReady, alarms: others } = alarms.readiness();
      return { ...memory.state(), alarms: [...notReady, ...others] };
    },
    books: () => ({ edge, ...clicks.spool.books() }),
    readiness: alarms.readiness,
    metrics: { metrics, metricsToken },
    details: () => ({
      pid: process.pid,
      spoolBytes: clicks.spool.bytes(),
      waitingInMemory: clicks.direct.waiting(),
      inboxCalls: calls.inbox.count(),
      inboxBytes: calls.inbox.bytes(),
    }),
  });
  return createClickListener({ ...clickDeps, readInbound, record: clicks.spool.record }, getRequestListener(app.fetch));
}

/** @throws ConfigError where the file is no geo database */
function openGeo(path: string | null): PlaceOf | null {
  try {
    return path === null ? null : openGeoDatabase(path);
  } catch (error) {
    const detail = `ALYSON_GEO_DATABASE cannot be read as a geo database: ${messageOf(error)}`;
    throw new ConfigError(detail, { cause: error });
  }
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

/** A person put in what cannot be used: they get one line, and no stack. */
function stopWithOneLine(error: unknown): never {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`alyson: ${error.message}`);
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

await main().catch(stopWithOneLine);

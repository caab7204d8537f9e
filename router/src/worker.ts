/** The root on Cloudflare Workers: bindings, adapters, `fetch` and `queue`. */
import snapshot from '../snapshot.json' with { type: 'json' };
import { createApp } from './app.ts';
import { createCounters } from './counters.ts';
import { consumeQueue } from './delivery/consume-queue.ts';
import { createDeliverClicks } from './delivery/deliver-clicks.ts';
import { redirectTo } from './endpoints/follow-link.ts';
import { LINK_NOT_ACTIVE_PATH, linkNotActive } from './endpoints/link-not-active.ts';
import { readWorkerConfig } from './env.ts';
import { createDirectClickSink } from './io/click-sink.direct.ts';
import { createQueueClickSink } from './io/click-sink.queue.ts';
import { readCloudflareInbound } from './io/inbound.cloudflare.ts';
import { createBundledReleaseSource } from './io/release-source.bundled.ts';
import { createKvReleaseStore } from './io/release-source.kv.ts';
import { logToConsole as log } from './log.ts';
import { createRandomPool } from './random-pool.ts';
import { createSharedIntake } from './release-intake.ts';
import { createReleaseMemory } from './release-memory.ts';
import { createWarmUp } from './warm-up.ts';

const DELIVERY_TIMEOUT_MS = 10_000;

export default {
  fetch(request, env, ctx) {
    const router = routerOf(env);
    return router ? router.app.fetch(request, env, ctx) : answerWithoutConfig(request);
  },
  async queue(batch, env) {
    const router = routerOf(env);
    if (!router) throw new Error('the configuration is not valid');
    const setAside = async (click: string, reason: string) => void (await env.SET_ASIDE.send({ click, reason }));
    await consumeQueue(batch, { deliver: router.deliver, setAside, log });
  },
} satisfies ExportedHandler<Env>;

type Router = ReturnType<typeof createRouter>;

/** One router for each isolate: what it has learned of bundles must outlive the request. */
const routers = new WeakMap<Env, Router | null>();

function routerOf(env: Env): Router | null {
  const known = routers.get(env);
  if (known !== undefined) return known;
  const router = tryToCreate(env);
  routers.set(env, router);
  return router;
}

function createRouter(env: Env) {
  const config = readWorkerConfig({ ...env });
  const { edge, environment, apiUrl, edgeToken, shardCount } = config;
  const now = () => Date.now();
  const counters = createCounters();
  const memoryDeps = { edge, environment, keys: config.releaseKeys, now, log };
  const memory = createReleaseMemory({ ...memoryDeps, counters });
  const judge = () => createReleaseMemory({ ...memoryDeps, counters: createCounters() });
  const store = createKvReleaseStore(env.RELEASES, shardCount);
  const shipped = createBundledReleaseSource(snapshot);
  const warmUp = createWarmUp({ memory, source: store, shipped, shardCount, now, log });

  // Wrapped, because workerd's fetch must not be called as a method of something else.
  const deliver = createDeliverClicks({
    apiUrl,
    edgeToken,
    fetch: (input, init) => fetch(input, init),
    timeoutMs: DELIVERY_TIMEOUT_MS,
  });
  const direct = createDirectClickSink({ deliver, now, counters });
  const queue = createQueueClickSink({ queue: env.CLICKS, otherwise: direct, now, counters, log });

  const app = createApp<{ Bindings: Env }>({
    ...config,
    readInbound: (c) => readCloudflareInbound(c.req.raw, edge),
    releases: memory,
    warmUp: (c, address) => warmUp.forClick(address, (work) => c.executionCtx.waitUntil(work)),
    record(c, describe) {
      c.executionCtx.waitUntil(
        afterTheAnswer().then(() => new Promise<void>((kept) => queue.record(JSON.stringify(describe()), kept))),
      );
      return null;
    },
    now,
    random: createRandomPool(),
    counters,
    log,
    accept: createSharedIntake(memory, judge, store),
    state: async () => {
      await warmUp.everything();
      return memory.state();
    },
    details: () => ({ waitingInMemory: direct.waiting() }),
  });
  return { app, deliver };
}

/** Classifying a visitor takes longer than deciding, and nobody waits for it. */
const afterTheAnswer = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

function tryToCreate(env: Env): Router | null {
  try {
    return createRouter(env);
  } catch (error) {
    log('error', 'configuration is not valid', { detail: error instanceof Error ? error.message : 'unknown' });
    return null;
  }
}

/** Even a deployment that cannot work sends people to a page that says so (R18). */
function answerWithoutConfig(request: Request): Response {
  if (request.url.endsWith('/healthz')) return new Response(null, { status: 503 });
  return request.url.includes(LINK_NOT_ACTIVE_PATH) ? linkNotActive() : redirectTo(LINK_NOT_ACTIVE_PATH);
}

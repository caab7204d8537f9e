/** The root on Cloudflare Workers: bindings, adapters, `fetch` and `queue`; beside it the hub and its cached door. */

import { messageOf } from '@alyson/schema';
import snapshot from '../snapshot.json' with { type: 'json' };
import { releaseRules } from './alarm-rules.ts';
import { createAlarms } from './alarms.ts';
import { createApp } from './app.ts';
import { hubOf } from './cached-bundles.ts';
import { createCounters } from './counters.ts';
import { consumeCallbacks } from './delivery/consume-callbacks.ts';
import { consumeQueue } from './delivery/consume-queue.ts';
import { countDeliveries } from './delivery/count-deliveries.ts';
import { createDeliverCallback, withoutWaiting } from './delivery/deliver-callback.ts';
import { createDeliverClicks } from './delivery/deliver-clicks.ts';
import { createCallbackSigner } from './delivery/sign-callback.ts';
import { callbackProtocolOf } from './domain/callback-protocol.ts';
import { LINK_NOT_ACTIVE_PATH } from './domain/deployment-fallback.ts';
import { createClickFetch } from './endpoints/follow-link.cloudflare.ts';
import { redirectTo } from './endpoints/follow-link.ts';
import { linkNotActive } from './endpoints/link-not-active.ts';
import { readWorkerConfig } from './env.ts';
import { createDirectClickSink } from './io/click-sink.direct.ts';
import { createQueueClickSink } from './io/click-sink.queue.ts';
import { CloudflareInbound, targetOf } from './io/inbound.cloudflare.ts';
import { createQueueInbox } from './io/inbox.queue.ts';
import { createBundledReleaseSource } from './io/release-source.bundled.ts';
import { createHubReleaseSource } from './io/release-source.hub.ts';
import { createKvReleaseStore } from './io/release-source.kv.ts';
import { logToConsole as log } from './log.ts';
import { createRandomPool } from './random-pool.ts';
import { createHubIntake } from './release-intake.ts';
import { createReleaseMemory } from './release-memory.ts';
import { createWarmUp } from './warm-up.ts';

export { CachedBundles } from './cached-bundles.ts';
export { ReleaseHub } from './release-hub.ts';

const DELIVERY_TIMEOUT_MS = 10_000;
/** In the name of its queue, whatever else an environment adds. */
const CALLBACK_QUEUE = 'callbacks';

export default {
  fetch(request, env, ctx) {
    const router = routerOf(env, ctx);
    return router ? router.fetch(request, ctx) : answerWithoutConfig(request);
  },
  async queue(batch, env, ctx) {
    const router = routerOf(env, ctx);
    if (!router) throw new Error('the configuration is not valid');
    if (batch.queue.includes(CALLBACK_QUEUE)) {
      const setAside = async (message: unknown, reason: string) =>
        void (await env.CALLBACKS_SET_ASIDE.send({ message, reason }));
      return consumeCallbacks(batch, { deliver: router.deliverCallback, setAside, now: Date.now, log });
    }
    const setAside = async (click: string, reason: string) => void (await env.SET_ASIDE.send({ click, reason }));
    await consumeQueue(batch, { deliver: router.deliver, setAside, log });
  },
} satisfies ExportedHandler<Env>;

type Router = ReturnType<typeof createRouter>;

/** One router for each isolate: what it has learned of bundles must outlive the request. */
const routers = new WeakMap<Env, Router | null>();

function routerOf(env: Env, ctx: ExecutionContext): Router | null {
  const known = routers.get(env);
  if (known !== undefined) return known;
  const router = tryToCreate(env, ctx);
  routers.set(env, router);
  return router;
}

function createRouter(env: Env, { exports }: ExecutionContext) {
  const config = readWorkerConfig({ ...env });
  const { edge, environment, apiUrl, edgeToken, shardCount } = config;
  const now = () => Date.now();
  const counters = createCounters();
  const memory = createReleaseMemory({ edge, environment, keys: config.releaseKeys, now, counters, log });
  const warmUp = createWarmUp({
    memory,
    hub: createHubReleaseSource({ bundles: exports.CachedBundles, sequenceOf: memory.sequenceOf, shardCount }),
    store: createKvReleaseStore(env.RELEASES, shardCount),
    shipped: createBundledReleaseSource(snapshot),
    shardCount,
    now,
    log,
  });

  // Wrapped, because workerd's fetch must not be called as a method of something else.
  const fetchBare: typeof fetch = (input, init) => fetch(input, init);
  const deliver = countDeliveries(
    createDeliverClicks({ apiUrl, edgeToken, fetch: fetchBare, timeoutMs: DELIVERY_TIMEOUT_MS }),
    counters,
  );
  const direct = createDirectClickSink({ deliver, now, counters });
  const queue = createQueueClickSink({ queue: env.CLICKS, otherwise: direct, now, counters, log });

  let isHubFilled = false;
  const holdsBundle = () => isHubFilled || memory.links() !== null;
  const alarms = createAlarms({ rules: releaseRules({ holdsBundle, memory, counters, now }), now, log });
  /** An isolate without clicks holds nothing yet, and would get it from the hub with the first. */
  const readiness = async () => {
    if (!holdsBundle()) isHubFilled = (await hubOf(env).state()).shards.length > 0;
    return alarms.readiness();
  };

  const clickDeps = { ...config, releases: memory, now, random: createRandomPool(), counters, log };
  const deliverCallback = createDeliverCallback({
    apiUrl,
    sign: createCallbackSigner(edgeToken),
    fetch: fetchBare,
    timeoutMs: DELIVERY_TIMEOUT_MS,
  });
  const readInbound = (request: Request) => new CloudflareInbound(request, edge);
  const app = createApp<{ Bindings: Env }>({
    ...clickDeps,
    readInbound: (c) => readInbound(c.req.raw),
    deliverCallback: withoutWaiting(deliverCallback, now),
    inbox: createQueueInbox({ queue: env.CALLBACKS, now, log }),
    accept: createHubIntake((shard, signed) => hubOf(env).accept(shard, signed), memory, counters),
    state: async () => {
      const [hub, { notReady, alarms }] = await Promise.all([hubOf(env).state(), readiness()]);
      return { ...hub, isolate: memory.state().shards, alarms: [...notReady, ...alarms] };
    },
    readiness,
    details: () => ({ waitingInMemory: direct.waiting() }),
  });
  const follow = createClickFetch({ ...clickDeps, readInbound, warmUp, record: queue.record }, (request, ctx) =>
    app.fetch(request, env, ctx),
  );
  return { fetch: follow, deliver, deliverCallback };
}

function tryToCreate(env: Env, ctx: ExecutionContext): Router | null {
  try {
    return createRouter(env, ctx);
  } catch (error) {
    log('error', 'configuration is not valid', { detail: messageOf(error) });
    return null;
  }
}

/** Even a deployment that cannot work sends people to a page that says so (R18); a buyer's call is to come again. */
function answerWithoutConfig(request: Request): Response {
  const isCall = callbackProtocolOf(targetOf(request.url)) !== null;
  if (isCall) return new Response(null, { status: 503 });
  if (request.url.endsWith('/healthz')) return new Response(null, { status: 503 });
  return request.url.includes(LINK_NOT_ACTIVE_PATH) ? linkNotActive() : redirectTo(LINK_NOT_ACTIVE_PATH);
}

import { type Env, type Handler, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type AcceptBundleDeps, acceptBundle } from './endpoints/accept-bundle.ts';
import { type ClickDeps, redirectTo } from './endpoints/follow-link.ts';
import { LINK_NOT_ACTIVE_PATH, linkNotActive } from './endpoints/link-not-active.ts';
import { type ReportHealthDeps, reportHealth } from './endpoints/report-health.ts';
import { type ReportStateDeps, reportState } from './endpoints/report-state.ts';

const MOST_BUNDLE_BYTES = 8 * 1024 * 1024;

export type AppDeps<E extends Env> = ClickDeps &
  AcceptBundleDeps &
  ReportStateDeps &
  ReportHealthDeps & {
    /** Takes whatever is none of the router's own addresses. */
    readonly follow: Handler<E>;
  };

/** The router, the same on every platform. Whatever is none of its own few addresses is a link to follow. */
export function createApp<E extends Env>(deps: AppDeps<E>): Hono<E> {
  const app = new Hono<E>();
  const isSmallEnough = bodyLimit({
    maxSize: MOST_BUNDLE_BYTES,
    onError: (c) => c.json({ reason: 'too_large' }, 413),
  });
  app.get('/healthz', reportHealth(deps));
  app.get(LINK_NOT_ACTIVE_PATH, linkNotActive);
  app.get('/edge/state', reportState(deps));
  app.put('/edge/bundles/:shard{[0-9]{1,5}}', isSmallEnough, acceptBundle(deps));
  // One handler for all methods: with two, every click would go through Hono's middleware chain.
  app.all('*', deps.follow);
  app.onError((fault, c) => {
    deps.counters.faults += 1;
    deps.log('error', 'request met a fault', { fault: fault.message });
    const isPerson = c.req.method === 'GET' || c.req.method === 'HEAD';
    return isPerson ? redirectTo(deps.fallbackUrl) : c.json({ reason: 'fault' }, 500);
  });
  return app;
}

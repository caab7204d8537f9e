import { MOST_BUNDLE_BYTES, messageOf, TUNE_CONVERSION_PATHS } from '@alyson/schema';
import { type Env, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deploymentFallback, LINK_NOT_ACTIVE_PATH } from './domain/deployment-fallback.ts';
import { type AcceptBundleDeps, acceptBundle } from './endpoints/accept-bundle.ts';
import { type ClickDeps, redirectTo } from './endpoints/follow-link.ts';
import { linkNotActive } from './endpoints/link-not-active.ts';
import { CALLBACK_LIMIT, type PassCallbackDeps, passCallback } from './endpoints/pass-callback.ts';
import { type ReportBooksDeps, reportBooks } from './endpoints/report-books.ts';
import { type ReportHealthDeps, reportHealth } from './endpoints/report-health.ts';
import { type ReportMetricsDeps, reportMetrics } from './endpoints/report-metrics.ts';
import { type ReportReadinessDeps, reportReadiness } from './endpoints/report-readiness.ts';
import { type ReportStateDeps, reportState } from './endpoints/report-state.ts';

export type AppDeps<E extends Env> = ClickDeps &
  PassCallbackDeps<E> &
  AcceptBundleDeps &
  ReportStateDeps &
  ReportBooksDeps &
  ReportHealthDeps &
  ReportReadinessDeps & {
    /** Absent where the platform counts for itself. */
    readonly metrics?: ReportMetricsDeps;
  };

/** The router's own few addresses, the same on every platform. Clicks do not come this way: see `isClick`. */
export function createApp<E extends Env>(deps: AppDeps<E>): Hono<E> {
  const app = new Hono<E>();
  const isSmallEnough = bodyLimit({
    maxSize: MOST_BUNDLE_BYTES,
    onError: (c) => {
      deps.releases.refuse(Number(c.req.param('shard')), 'too_large');
      return c.json({ reason: 'too_large' }, 413);
    },
  });
  app.get('/healthz', reportHealth(deps));
  app.get('/readyz', reportReadiness(deps));
  if (deps.metrics) app.get('/metrics', reportMetrics(deps.metrics));
  app.get(LINK_NOT_ACTIVE_PATH, linkNotActive);
  app.get('/edge/state', reportState(deps));
  app.get('/edge/books', reportBooks(deps));
  app.put('/edge/bundles/:shard{[0-9]{1,5}}', isSmallEnough, acceptBundle(deps));
  app.on('ALL', ['/webhooks/*', '/segment/*', ...TUNE_CONVERSION_PATHS], bodyLimit(CALLBACK_LIMIT), passCallback(deps));
  // R4, R18: a method that no link takes; or a person at what looks like one of these addresses, and is none.
  app.on(['GET', 'HEAD'], '*', (c) => {
    const { host, pathname, search } = new URL(c.req.url);
    return redirectTo(deploymentFallback(deps.fallbackUrl, pathname + search, host));
  });
  app.all('*', (c) => c.body(null, 405, { allow: 'GET, HEAD' }));
  app.onError((fault, c) => {
    deps.counters.faults += 1;
    deps.log('error', 'request met a fault', { fault: messageOf(fault) });
    const isPerson = c.req.method === 'GET' || c.req.method === 'HEAD';
    return isPerson ? redirectTo(deps.fallbackUrl) : c.json({ reason: 'fault' }, 500);
  });
  return app;
}

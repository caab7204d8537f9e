import { ProblemError } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { bearsToken } from '../../http/bears-token.ts';
import { createMetrics } from './create-metrics.ts';

/** `GET /metrics`: for Prometheus. With `ALYSON_METRICS_TOKEN` set, for whoever bears it; else for whoever reaches the port. */
export function registerMetrics(app: App, deps: Deps): void {
  const metrics = createMetrics(deps);
  const { metricsToken } = deps.config;
  app.get('/metrics', async (c) => {
    if (metricsToken !== null && !bearsToken(c.req.header('authorization'), metricsToken))
      throw new ProblemError('unauthenticated');
    return c.body(await metrics.read(), 200, { 'content-type': metrics.contentType });
  });
}

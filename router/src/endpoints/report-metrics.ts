import type { Context } from 'hono';
import type { Metrics } from '../io/metrics.ts';
import { withBearer } from './with-bearer.ts';

export interface ReportMetricsDeps {
  readonly metrics: Metrics;
  /** Null: whoever reaches the port may ask. */
  readonly metricsToken: string | null;
}

/** `GET /metrics`: for Prometheus, at the moment it asks. */
export function reportMetrics({ metrics, metricsToken }: ReportMetricsDeps) {
  const answer = async (c: Context) => c.body(await metrics.read(), 200, { 'content-type': metrics.contentType });
  return metricsToken === null ? answer : withBearer(metricsToken, answer);
}

import type { Readiness } from '@alyson/schema';
import type { Context } from 'hono';

export interface ReportReadinessDeps {
  readonly readiness: () => Readiness | Promise<Readiness>;
}

/**
 * `GET /readyz`: 200 while a verified bundle is held and clicks can be kept, else 503, with what is wrong and since when.
 * For whoever sends traffic here; a click that comes all the same is answered.
 */
export const reportReadiness =
  ({ readiness }: ReportReadinessDeps) =>
  async (c: Context) => {
    const report = await readiness();
    return c.json(report, report.status === 'ready' ? 200 : 503);
  };

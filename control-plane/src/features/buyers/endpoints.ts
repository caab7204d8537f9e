import { endpoints, ProblemError } from '@alyson/schema';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { toProblemResponse } from '../../http/problem-response.ts';
import { createBuyer } from './create-buyer.ts';
import { listBuyers } from './list-buyers.ts';
import { listReports } from './list-reports.ts';
import { receiveReport } from './receive-report.ts';

const WEBHOOK_PATH = '/webhooks/:endpointId';
const MAX_REPORT_BYTES = 256 * 1024;

export function registerBuyers(app: App, deps: Deps): void {
  mount(app, endpoints.listBuyers, listBuyers);
  mount(app, endpoints.createBuyer, createBuyer);
  mount(app, endpoints.listReports, listReports);
  registerWebhook(app, deps);
}

/** Outside `mount`: the caller is known by its signature over the raw bytes, and nothing may touch those before. */
function registerWebhook(app: App, deps: Deps): void {
  const limit = bodyLimit({
    maxSize: MAX_REPORT_BYTES,
    onError: () => {
      throw new ProblemError('payload_too_large', `A report has ${MAX_REPORT_BYTES / 1024} KiB at most.`);
    },
  });
  app.post(WEBHOOK_PATH, limit, async (c) => {
    const header = (name: string) => c.req.header(name) ?? null;
    const receipt = await receiveReport(deps, {
      endpointId: c.req.param('endpointId'),
      headers: {
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
      },
      body: new Uint8Array(await c.req.arrayBuffer()),
    });
    return c.json(receipt);
  });
  app.all(WEBHOOK_PATH, (c) =>
    toProblemResponse(new ProblemError('method_not_allowed'), c.var.requestId, { allow: 'POST' }),
  );
}

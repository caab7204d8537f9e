import { endpoints, MAX_CALLBACK_BYTES, ProblemError } from '@alyson/schema';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { readReceipt } from '../../http/edge-receipt.ts';
import { mount } from '../../http/mount.ts';
import { toProblemResponse } from '../../http/problem-response.ts';
import { createSource } from './create-source.ts';
import { listCalls } from './list-calls.ts';
import { listSources } from './list-sources.ts';
import { changePageEventSetup, getPageEventSetup } from './page-event-setup.ts';
import { receiveCall } from './receive-call.ts';
import { removeSource } from './remove-source.ts';
import { rotateSecret } from './rotate-secret.ts';

const SEGMENT_PATH = '/segment/:sourceId';

export function registerSegment(app: App, deps: Deps): void {
  mount(app, endpoints.listSegmentSources, listSources);
  mount(app, endpoints.createSegmentSource, createSource);
  mount(app, endpoints.rotateSegmentSecret, rotateSecret);
  mount(app, endpoints.removeSegmentSource, removeSource);
  mount(app, endpoints.listSegmentCalls, listCalls);
  mount(app, endpoints.getPageEventSetup, getPageEventSetup);
  mount(app, endpoints.changePageEventSetup, changePageEventSetup);
  registerSegmentDoor(app, deps);
}

const limit = bodyLimit({
  maxSize: MAX_CALLBACK_BYTES,
  onError: () => {
    throw new ProblemError('payload_too_large', `A request has ${MAX_CALLBACK_BYTES / 1024} KiB at most.`);
  },
});

/** Outside `mount`, as a buyer's webhook is: its signature is over the raw bytes. */
function registerSegmentDoor(app: App, deps: Deps): void {
  app.post(SEGMENT_PATH, limit, async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    await receiveCall(deps, {
      endpointId: c.req.param('sourceId'),
      headers: {
        signature: c.req.header('x-signature') ?? null,
        segmentSignature: c.req.header('x-segment-signature') ?? null,
      },
      body,
      receivedAt: readReceipt(c, body).receivedAt,
    });
    return c.json({ outcome: 'stored' });
  });
  app.all(SEGMENT_PATH, (c) =>
    toProblemResponse(new ProblemError('method_not_allowed'), c.var.requestId, { allow: 'POST' }),
  );
}

import { endpoints, MAX_CALLBACK_BYTES, ProblemError, TUNE_CONVERSION_PATHS } from '@alyson/schema';
import { bodyLimit } from 'hono/body-limit';
import type { Deps } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { readReceipt } from '../../http/edge-receipt.ts';
import { mount } from '../../http/mount.ts';
import { toProblemResponse } from '../../http/problem-response.ts';
import { addSecret } from './add-secret.ts';
import { isForm } from './call-parameters.ts';
import { changeBuyer } from './change-buyer.ts';
import { changeTuneSetup } from './change-tune-setup.ts';
import { conversionAnswer } from './conversion-answer.ts';
import { createBuyer } from './create-buyer.ts';
import { endSecret } from './end-secret.ts';
import { getBuyer } from './get-buyer.ts';
import { listBuyers } from './list-buyers.ts';
import { listReports } from './list-reports.ts';
import { listSecrets } from './list-secrets.ts';
import { listUnclaimedReports } from './list-unclaimed-reports.ts';
import { listMappings } from './mappings/list-mappings.ts';
import { saveMapping } from './mappings/save-mapping.ts';
import { tryMapping } from './mappings/try-mapping.ts';
import { receiveConversion } from './receive-conversion.ts';
import { receiveReport } from './receive-report.ts';
import { applyReplay, cancelReplay } from './replays/decide-replay.ts';
import { listReplays } from './replays/list-replays.ts';
import { startReplay } from './replays/start-replay.ts';
import { rotateSecret } from './rotate-secret.ts';
import { setBuyerArchived } from './set-buyer-archived.ts';

const WEBHOOK_PATH = '/webhooks/:endpointId';

export function registerBuyers(app: App, deps: Deps): void {
  mount(app, endpoints.listBuyers, listBuyers);
  mount(app, endpoints.createBuyer, createBuyer);
  mount(app, endpoints.getBuyer, getBuyer);
  mount(app, endpoints.changeBuyer, changeBuyer);
  mount(app, endpoints.archiveBuyer, (ctx, input) => setBuyerArchived(ctx, input, true));
  mount(app, endpoints.unarchiveBuyer, (ctx, input) => setBuyerArchived(ctx, input, false));
  mount(app, endpoints.listReports, listReports);
  mount(app, endpoints.listBuyerSecrets, listSecrets);
  mount(app, endpoints.addBuyerSecret, addSecret);
  mount(app, endpoints.rotateBuyerSecret, rotateSecret);
  mount(app, endpoints.endBuyerSecret, endSecret);
  mount(app, endpoints.changeTuneSetup, changeTuneSetup);
  mount(app, endpoints.listUnclaimedReports, listUnclaimedReports);
  mount(app, endpoints.listMappings, listMappings);
  mount(app, endpoints.saveMapping, saveMapping);
  mount(app, endpoints.tryMapping, tryMapping);
  mount(app, endpoints.listReplays, listReplays);
  mount(app, endpoints.startReplay, startReplay);
  mount(app, endpoints.applyReplay, applyReplay);
  mount(app, endpoints.cancelReplay, cancelReplay);
  registerWebhook(app, deps);
  registerConversions(app, deps);
}

const limit = bodyLimit({
  maxSize: MAX_CALLBACK_BYTES,
  onError: () => {
    throw new ProblemError('payload_too_large', `A report has ${MAX_CALLBACK_BYTES / 1024} KiB at most.`);
  },
});

/** Outside `mount`: the caller is known by its signature over the raw bytes, and nothing may touch those before. */
function registerWebhook(app: App, deps: Deps): void {
  app.on(['GET', 'POST'], WEBHOOK_PATH, limit, async (c, next) => {
    if (c.req.method === 'HEAD') return next();
    const body = new Uint8Array(await c.req.arrayBuffer());
    const header = (name: string) => c.req.header(name) ?? null;
    const call = { ...readReceipt(c, body), header, body };
    const receipt = await receiveReport(deps, c.req.param('endpointId'), call);
    return c.json(receipt);
  });
  app.all(WEBHOOK_PATH, (c) =>
    toProblemResponse(new ProblemError('method_not_allowed'), c.var.requestId, { allow: 'GET, POST' }),
  );
}

/** TUNE's addresses, so that buyers change only the host (C16): always 200, and a text that says the rest. */
function registerConversions(app: App, deps: Deps): void {
  const paths = [...TUNE_CONVERSION_PATHS];
  app.on(['GET', 'POST'], paths, limit, async (c, next) => {
    if (c.req.method === 'HEAD') return next();
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const form = isForm(c.req.header('content-type') ?? null) ? new TextDecoder().decode(bytes) : '';
    const refusal = await receiveConversion(deps, { receipt: readReceipt(c, bytes), form });
    return c.body(conversionAnswer(refusal), 200, { 'content-type': 'text/plain', 'cache-control': 'no-store' });
  });
  app.on('ALL', paths, (c) =>
    toProblemResponse(new ProblemError('method_not_allowed'), c.var.requestId, { allow: 'GET, POST' }),
  );
}

import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { mountUpload } from '../../http/mount-upload.ts';
import { applyImport, type CreateDraft } from './apply-import.ts';
import { compareLog } from './compare-log.ts';
import { connectTune, disconnectTune, getConnection } from './connect-tune.ts';
import { previewImport } from './make-plan.ts';
import { type ChangeLinkOf, moveTuneLink } from './move-link.ts';
import { getImport, listImports, listRecords } from './show-import.ts';
import { getReport, listReports } from './show-parity.ts';
import { listTuneLinks } from './show-tune-link.ts';
import { startImport } from './start-import.ts';

/** A network's export as text, and what JSON adds to it. */
const MOST_IMPORT_BYTES = 24 * 1024 * 1024;
const MOST_PLAN_BYTES = 8 * 1024 * 1024;

/** What an import does to experiments and links it does as a person would, by their own use cases. */
export interface Doing {
  createDraft: CreateDraft;
  changeLink: ChangeLinkOf;
}

export function registerTuneImport(app: App, { createDraft, changeLink }: Doing): void {
  mount(app, endpoints.getTuneConnection, (ctx) => getConnection(ctx));
  mount(app, endpoints.connectTune, (ctx, { body }) => connectTune(ctx, body));
  mount(app, endpoints.disconnectTune, (ctx) => disconnectTune(ctx));
  mount(app, endpoints.listTuneImports, (ctx, input) => listImports(ctx, input));
  mount(app, endpoints.startTuneImport, (ctx, { body }) => startImport(ctx, body), { maxBodyBytes: MOST_IMPORT_BYTES });
  mount(app, endpoints.getTuneImport, (ctx, { params }) => getImport(ctx, params.importId));
  mount(app, endpoints.listTuneRecords, (ctx, input) => listRecords(ctx, input));
  const ofPlan = { maxBodyBytes: MOST_PLAN_BYTES };
  mount(app, endpoints.planTuneImport, (ctx, { params, body }) => previewImport(ctx, params.importId, body), ofPlan);
  mount(
    app,
    endpoints.applyTuneImport,
    (ctx, { params, body }) => applyImport(ctx, params.importId, body, createDraft),
    ofPlan,
  );
  mount(app, endpoints.listTuneLinks, (ctx, input) => listTuneLinks(ctx, input));
  mount(app, endpoints.moveTuneLink, (ctx, { params, body }) => moveTuneLink(ctx, params.tuneLinkId, body, changeLink));
  mount(app, endpoints.listTuneParity, (ctx, input) => listReports(ctx, input));
  mount(app, endpoints.getTuneParity, (ctx, { params }) => getReport(ctx, params.reportId));
  mountUpload(app, endpoints.compareTuneClickLog, (ctx, _, { body, name }) =>
    compareLog(ctx, Readable.fromWeb(body as ReadableStream), name),
  );
}

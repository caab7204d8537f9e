import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { mountUpload } from '../../http/mount-upload.ts';
import { applyImport, type CreateDraft } from './apply-import.ts';
import { compareLog } from './compare-log.ts';
import { connectTune } from './connect-tune.ts';
import { disconnectTune } from './disconnect-tune.ts';
import { getConnection } from './get-connection.ts';
import { getImport } from './get-import.ts';
import { getParityReport } from './get-parity-report.ts';
import { listImports } from './list-imports.ts';
import { listParityReports } from './list-parity-reports.ts';
import { listRecords } from './list-records.ts';
import { listTuneLinks } from './list-tune-links.ts';
import { type ChangeLinkOf, moveTuneLink } from './move-tune-link.ts';
import { previewImport } from './preview-import.ts';
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
  mount(app, endpoints.listTuneParity, (ctx, input) => listParityReports(ctx, input));
  mount(app, endpoints.getTuneParity, (ctx, { params }) => getParityReport(ctx, params.reportId));
  mountUpload(app, endpoints.compareTuneClickLog, (ctx, _, { body, name }) =>
    compareLog(ctx, Readable.fromWeb(body as ReadableStream), name),
  );
}

import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { explainClick } from './explain-click.ts';
import { explainRequest } from './explain-request.ts';

export function registerExplanations(app: App): void {
  mount(app, endpoints.explainRequest, (ctx, { params, body }) => explainRequest(ctx, params.experimentId, body));
  mount(app, endpoints.explainClick, (ctx, { params }) => explainClick(ctx, params.clickId));
}

import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { listAudit } from './list-audit.ts';

export function registerAudit(app: App): void {
  mount(app, endpoints.listAudit, (ctx, { query }) => listAudit(ctx, query));
}

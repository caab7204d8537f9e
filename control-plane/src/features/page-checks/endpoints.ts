import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { checkPageNow } from './check-page-now.ts';

export function registerPageChecks(app: App): void {
  mount(app, endpoints.checkPage, (ctx, { params }) => checkPageNow(ctx, params));
}

import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { getResults } from './get-results.ts';

export function registerResults(app: App): void {
  mount(app, endpoints.getResults, (ctx, { params, query }) => getResults(ctx, { ...params, ...query }));
}

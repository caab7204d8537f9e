import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { DAILY_COLUMNS } from './daily-columns.ts';
import { FUNNEL_COLUMNS } from './funnel-columns.ts';
import { getFunnel } from './get-funnel.ts';
import { getResults } from './get-results.ts';
import { listDailyResults } from './list-daily-results.ts';

export function registerResults(app: App): void {
  mount(app, endpoints.getResults, (ctx, { params, query }) => getResults(ctx, { ...params, ...query }));
  mount(app, endpoints.listDailyResults, (ctx, { params, query }) => listDailyResults(ctx, { ...params, ...query }), {
    csv: DAILY_COLUMNS,
  });
  mount(app, endpoints.getFunnel, (ctx, { params, query }) => getFunnel(ctx, { ...params, ...query }), {
    csv: FUNNEL_COLUMNS,
  });
}

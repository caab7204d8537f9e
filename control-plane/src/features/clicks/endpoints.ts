import { type ClickDelivery, endpoints } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { ingestClicks } from './ingest-clicks.ts';
import { listClicks } from './list-clicks.ts';

/** A thousand clicks take about 1 MB; keys of the greatest length take more. */
const MAX_DELIVERY_BYTES = 32 * 1024 * 1024;

export function registerClicks(app: App): void {
  mount(app, endpoints.listClicks, listClicks);
  mount(app, endpoints.deliverClicks, (ctx, { body }) => ingestAndCount(ctx, body.clicks), {
    maxBodyBytes: MAX_DELIVERY_BYTES,
    handlerChecksTexts: true,
  });
}

async function ingestAndCount(ctx: Context, elements: readonly unknown[]): Promise<ClickDelivery> {
  const delivery = await ingestClicks(ctx, elements);
  const { clicks } = ctx.counters;
  clicks.stored += delivery.stored;
  clicks.duplicates += delivery.duplicates;
  clicks.rejected += delivery.rejected.length;
  return delivery;
}

import { type ClickDelivery, endpoints } from '@alyson/schema';
import type { Context, Deps } from '../../context.ts';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { checkLedger } from './check-ledger.ts';
import { CLICK_COLUMNS } from './click-columns.ts';
import { getClick } from './get-click.ts';
import { type GivenClicks, ingestClicks } from './ingest-clicks.ts';
import { listClicks } from './list-clicks.ts';

/** A thousand clicks take about 1 MB; keys of the greatest length take more. */
const MAX_DELIVERY_BYTES = 32 * 1024 * 1024;

export function registerClicks(app: App, deps: Deps): void {
  mount(app, endpoints.listClicks, listClicks, { csv: CLICK_COLUMNS });
  mount(app, endpoints.getClick, getClick);
  mount(app, endpoints.getClickLedger, (ctx) => checkLedger(ctx, deps.edges));
  mount(app, endpoints.deliverClicks, (ctx, { body }) => ingestAndCount(ctx, body), {
    maxBodyBytes: MAX_DELIVERY_BYTES,
    handlerChecksTexts: true,
  });
}

async function ingestAndCount(ctx: Context, given: GivenClicks): Promise<ClickDelivery> {
  const delivery = await ingestClicks(ctx, given);
  const { clicks } = ctx.counters;
  clicks.stored += delivery.stored;
  clicks.duplicates += delivery.duplicates;
  clicks.rejected += delivery.rejected.length;
  return delivery;
}

import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { EVENT_COLUMNS } from './event-columns.ts';
import { readBuyerEvent } from './get-buyer-event.ts';
import { joinBuyerEvent } from './join-buyer-event.ts';
import { listLikelyClicks } from './likely-clicks.ts';
import { listBuyerEvents } from './list-buyer-events.ts';
import { unjoinBuyerEvent } from './unjoin-buyer-event.ts';

export function registerConversions(app: App): void {
  mount(app, endpoints.getBuyerEvent, (ctx, { params }) => readBuyerEvent(ctx, params.buyerEventId));
  mount(app, endpoints.listLikelyClicks, (ctx, { params }) => listLikelyClicks(ctx, params.buyerEventId));
  mount(app, endpoints.joinBuyerEvent, (ctx, { params, body }) =>
    joinBuyerEvent(ctx, params.buyerEventId, body.clickId),
  );
  mount(app, endpoints.unjoinBuyerEvent, (ctx, { params }) => unjoinBuyerEvent(ctx, params.buyerEventId));
  mount(app, endpoints.listBuyerEvents, listBuyerEvents, { csv: EVENT_COLUMNS });
}

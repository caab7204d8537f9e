import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { EVENT_COLUMNS } from './event-columns.ts';
import { getBuyerEvent } from './get-buyer-event.ts';
import { listBuyerEvents } from './list-buyer-events.ts';

export function registerConversions(app: App): void {
  mount(app, endpoints.getBuyerEvent, getBuyerEvent);
  mount(app, endpoints.listBuyerEvents, listBuyerEvents, { csv: EVENT_COLUMNS });
}

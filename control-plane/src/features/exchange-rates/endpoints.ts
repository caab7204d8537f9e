import { endpoints } from '@alyson/schema';
import type { App } from '../../http/app-env.ts';
import { mount } from '../../http/mount.ts';
import { listCurrencyPairs } from './list-currency-pairs.ts';
import { listExchangeRates } from './list-exchange-rates.ts';
import { setExchangeRates } from './set-exchange-rates.ts';

export function registerExchangeRates(app: App): void {
  mount(app, endpoints.listCurrencyPairs, (ctx) => listCurrencyPairs(ctx));
  mount(app, endpoints.listExchangeRates, listExchangeRates);
  mount(app, endpoints.setExchangeRates, (ctx, { body }) => setExchangeRates(ctx, body));
}

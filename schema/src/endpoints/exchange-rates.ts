import * as z from 'zod';
import { CurrencyPair, ExchangeRate, RatesReceipt, SetExchangeRates } from '../exchange-rate.ts';
import { Currency } from '../money.ts';
import { endpoint, Page, pageOf } from './endpoint.ts';

export const exchangeRatesEndpoints = {
  listCurrencyPairs: endpoint({
    method: 'get',
    path: '/v1/currency-pairs',
    summary: 'Pairs of currencies with rates, or with amounts that wait for one',
    permission: 'buyer:read',
    response: z.object({ items: z.array(CurrencyPair) }),
    problems: [],
  }),
  listExchangeRates: endpoint({
    method: 'get',
    path: '/v1/exchange-rates',
    summary: 'Rates, pair by pair from the end of the alphabet, the newest day of each first',
    permission: 'buyer:read',
    query: z.object({ ...Page, fromCurrency: Currency.optional(), toCurrency: Currency.optional() }),
    response: pageOf(ExchangeRate),
    problems: ['validation_failed'],
  }),
  setExchangeRates: endpoint({
    method: 'put',
    path: '/v1/exchange-rates',
    summary: 'Set rates of days; amounts that wait for them are counted, others only where `resettle` asks for it',
    permission: 'buyer:admin',
    body: SetExchangeRates,
    example: { rates: [{ day: '2026-11-20', from: 'EUR', to: 'USD', rate: '1.0845' }] },
    response: RatesReceipt,
    problems: ['validation_failed'],
  }),
} as const;

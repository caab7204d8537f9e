import type { ExchangeRate, endpoints } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { type PageKey, readCursor, toPage } from '../../http/page.ts';
import { findRates } from './exchange-rates.store.ts';

type ListExchangeRates = typeof endpoints.listExchangeRates;

/** Rates, pair by pair, the newest day of each first. @throws ProblemError `validation_failed` */
export async function listExchangeRates(
  { db, workspaceId }: Context,
  { query }: Input<ListExchangeRates>,
): Promise<Answer<ListExchangeRates>> {
  const { fromCurrency: from, toCurrency: to, cursor, limit } = query;
  const key = readCursor(cursor);
  const rows = await findRates(db, workspaceId, { from, to, after: key && readKey(key), limit: limit + 1 });
  return toPage(rows, limit, keyOf, (rate) => rate);
}

const keyOf = ({ from, to, day }: ExchangeRate): PageKey => ({ at: Date.parse(day), id: `${from} ${to} ${day}` });

function readKey({ id }: PageKey): Pick<ExchangeRate, 'from' | 'to' | 'day'> {
  const [from = '', to = '', day = ''] = id.split(' ');
  return { from, to, day };
}

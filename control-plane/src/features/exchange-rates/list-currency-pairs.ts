import { type CurrencyPair, rateDayOf } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { countRates, countWaiting, findRates } from './exchange-rates.store.ts';

/** Pairs of currencies with rates, or with amounts that wait for one; those that wait first. */
export async function listCurrencyPairs({ db, workspaceId }: Context): Promise<{ items: CurrencyPair[] }> {
  const known = await countRates(db, workspaceId);
  const waiting = await countWaiting(db, workspaceId);
  const names = new Map([...waiting, ...known].map(({ from, to }) => [`${from} ${to}`, { from, to }]));
  const items: CurrencyPair[] = [];
  for (const pair of names.values()) {
    const isPair = ({ from, to }: { from: string; to: string }) => from === pair.from && to === pair.to;
    const [newest] = await findRates(db, workspaceId, { ...pair, after: null, limit: 1 });
    const waits = waiting.find(isPair);
    items.push({
      ...pair,
      newest: newest ? { day: newest.day, rate: newest.rate } : null,
      days: known.find(isPair)?.days ?? 0,
      waiting: waits?.waiting ?? 0,
      waitingFrom: waits?.waitingFrom ? rateDayOf(waits.waitingFrom.getTime()) : null,
      waitingTo: waits?.waitingTo ? rateDayOf(waits.waitingTo.getTime()) : null,
    });
  }
  return { items };
}

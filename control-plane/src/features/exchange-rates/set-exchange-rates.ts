import type { ExchangeRate, endpoints, RatesReceipt } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { plainDecimal } from '../../domain/convert-amount.ts';
import type { Input } from '../../http/mount.ts';
import { lockRates, upsertRates } from './exchange-rates.store.ts';

type SetRates = Input<typeof endpoints.setExchangeRates>['body'];

/**
 * Sets rates of days. What waits for them is counted soon after (`count-with-rates.ts`). An amount that was counted keeps
 * the rate it was counted with, unless `resettle` says otherwise: the entry in the audit log, with every rate that changed,
 * is then the reason of each amount that changes.
 */
export function setExchangeRates(ctx: Context, { rates, resettle, reason }: SetRates): Promise<RatesReceipt> {
  return ctx.db.transaction(async (tx) => {
    const { workspaceId, actor } = ctx;
    // In one order, because two requests with the same days wait for each other.
    const sorted = rates.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const known = new Map((await lockRates(tx, workspaceId, sorted)).map((rate) => [nameOf(rate), rate]));
    const isKnown = (rate: ExchangeRate) => known.has(nameOf(rate));
    const isSame = (rate: ExchangeRate) => known.get(nameOf(rate))?.rate === plainDecimal(rate.rate);
    const added = sorted.filter((rate) => !isKnown(rate));
    const changed = sorted.filter((rate) => isKnown(rate) && !isSame(rate));
    const common = { workspaceId, changedAt: new Date(ctx.now()), changedByName: actor.name };
    await upsertRates(tx, resettle ? sorted : [...added, ...changed], {
      ...common,
      due: resettle ? 'resettle' : 'settle',
    });
    const receipt = {
      added: added.length,
      changed: changed.length,
      unchanged: rates.length - added.length - changed.length,
    };
    if (resettle || added.length + changed.length > 0)
      await appendAudit(tx, ctx, {
        action: resettle ? 'exchange_rates.resettled' : 'exchange_rates.set',
        objectId: workspaceId,
        reason,
        before: { rates: changed.map((rate) => known.get(nameOf(rate))) },
        after: { rates: [...changed, ...added], ...receipt },
      });
    return receipt;
  });
}

const nameOf = ({ from, to, day }: ExchangeRate): string => `${from} ${to} ${day}`;

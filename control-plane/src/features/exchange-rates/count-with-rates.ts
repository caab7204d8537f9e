import { announceEvents } from '../../attribution/announce-events.ts';
import { scopeOf } from '../../attribution/scope.ts';
import { settle } from '../../attribution/settle.ts';
import { eachByItself } from '../../background.ts';
import { backgroundContext, type Deps } from '../../context.ts';
import { type AffectedEvent, type DueRate, findAffectedEvents, findDueRates, markDone } from './due-rates.store.ts';

const RATES_AT_ONCE = 100;
const EVENTS_AT_ONCE = 200;

/**
 * Counts what waited for rates that have come, and, where a person asked for it, what was counted with others. Each event
 * with its sale in a transaction of its own, so that a restart goes on where it stopped.
 *
 * @throws AggregateError when single rates failed; the others were carried out all the same
 */
export async function countWithRates(deps: Deps): Promise<void> {
  const due = await findDueRates(deps.db, RATES_AT_ONCE);
  await eachByItself(due, (rate) => carryOut(deps, rate), 'rates that could not be carried out');
}

async function carryOut(deps: Deps, rate: DueRate): Promise<void> {
  for (;;) {
    const events = await findAffectedEvents(deps.db, rate, EVENTS_AT_ONCE);
    for (const event of events) await countAgain(deps, rate, event);
    if (events.length < EVENTS_AT_ONCE) break;
  }
  if (rate.isSettled) await markDone(deps.db, rate);
}

async function countAgain(deps: Deps, { workspaceId, due }: DueRate, event: AffectedEvent): Promise<void> {
  const ctx = backgroundContext(deps, workspaceId);
  const anew = new Set(due === 'resettle' ? [event.id] : []);
  const settled = await deps.db.transaction((tx) => settle(tx, ctx, scopeOf(event.buyerId, event), { anew }));
  announceEvents(ctx, settled);
}

import type { Context } from '../context.ts';
import type { Standing } from '../domain/settle-events.ts';
import type { Tx } from '../io/database.ts';
import { tellOfEvents } from '../outbound/tell-of-events.ts';
import { markWithdrawn, type StoredEvent } from './events.store.ts';
import { joinScopes, type Scope, scopeOf } from './scope.ts';

/**
 * Takes events back that no report tells of any more: they are kept, marked, and count nothing. What hung together with them
 * stands as if they had never come, once the caller has settled the scope. The caller has locked their rows.
 *
 * @returns what may stand otherwise now
 */
export async function withdrawEvents(tx: Tx, ctx: Context, events: readonly StoredEvent[]): Promise<Scope> {
  await markWithdrawn(
    tx,
    events.map(({ id }) => id),
    new Date(ctx.now()),
  );
  const nowhere: Standing = { placement: { kind: 'orphan', cause: 'unknown_reference' }, effectMicros: null };
  const counted = events.filter(({ withdrawnAt }) => withdrawnAt === null);
  await tellOfEvents(
    tx,
    ctx,
    counted.map((event) => ({ event, before: event, after: nowhere })),
  );
  return joinScopes(events.map((event) => scopeOf(event.buyerId, event)));
}

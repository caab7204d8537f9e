import { type BuyerEvent, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { findBuyerEvents } from './buyer-events.store.ts';
import { showEvent } from './list-buyer-events.ts';

const ANY = { experimentId: null, keyDigest: null, joined: 'any', after: null, limit: 1 } as const;

/** One event of a buyer, with its click or why it has none. @throws ProblemError `not_found` */
export async function readBuyerEvent({ db, workspaceId }: Context, id: string): Promise<BuyerEvent> {
  const [row] = await findBuyerEvents(db, { ...ANY, workspaceId, id });
  if (!row) throw new ProblemError('not_found');
  return showEvent(row);
}

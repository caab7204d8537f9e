import { type endpoints, ProblemError } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { findBuyerEvents } from './buyer-events.store.ts';
import { showEvent } from './list-buyer-events.ts';

type GetBuyerEvent = typeof endpoints.getBuyerEvent;

const ANY = { experimentId: null, keyDigest: null, joined: 'any', after: null, limit: 1 } as const;

/** One event of a buyer, with its click or why it has none. @throws ProblemError `forbidden`, `not_found` */
export async function getBuyerEvent(
  { actor, db, workspaceId }: Context,
  { params }: Input<GetBuyerEvent>,
): Promise<Answer<GetBuyerEvent>> {
  authorize(actor, 'buyer:read');
  const [row] = await findBuyerEvents(db, { ...ANY, workspaceId, id: params.buyerEventId });
  if (!row) throw new ProblemError('not_found');
  return showEvent(row);
}

import { type endpoints, ProblemError } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { findBuyerSummary } from './buyers.store.ts';
import { showBuyer } from './list-buyers.ts';

type GetBuyer = typeof endpoints.getBuyer;

/** One buyer with how it is reporting. @throws ProblemError `forbidden`, `not_found` */
export async function getBuyer(ctx: Context, { params }: Input<GetBuyer>): Promise<Answer<GetBuyer>> {
  authorize(ctx.actor, 'buyer:read');
  const summary = await findBuyerSummary(ctx.db, ctx.workspaceId, params.buyerId);
  if (!summary) throw new ProblemError('not_found');
  return showBuyer(ctx.config, summary);
}

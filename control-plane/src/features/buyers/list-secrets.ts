import { type endpoints, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findSecretPage } from './buyer-secrets.store.ts';
import { hasBuyer } from './buyers.store.ts';
import { showSecret } from './show-secret.ts';

type ListSecrets = typeof endpoints.listBuyerSecrets;

/** A buyer's secrets without their values, newest first. @throws ProblemError `not_found` */
export async function listSecrets(
  ctx: Context,
  { params: { buyerId }, query }: Input<ListSecrets>,
): Promise<Answer<ListSecrets>> {
  if (!(await hasBuyer(ctx.db, ctx.workspaceId, buyerId))) throw new ProblemError('not_found');
  const rows = await findSecretPage(ctx.db, buyerId, readCursor(query.cursor), query.limit + 1);
  return toPage(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt.getTime(), id }), showSecret);
}

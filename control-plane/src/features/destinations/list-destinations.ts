import { type endpoints, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { type DestinationSummary, findDestination, pageOfDestinations } from './destination-list.store.ts';
import { showPostback, showSubscription } from './show-destination.ts';

type ListPostbacks = typeof endpoints.listPostbacks;
type ListSubscriptions = typeof endpoints.listSubscriptions;

const keyOf = ({ createdAt, id }: DestinationSummary) => ({ at: createdAt.getTime(), id });

/** Newest first. @throws ProblemError `validation_failed` */
export async function listPostbacks(ctx: Context, { query }: Input<ListPostbacks>): Promise<Answer<ListPostbacks>> {
  const { workspaceId } = ctx;
  const { affiliateId, limit } = query;
  const filter = {
    workspaceId,
    kind: 'postback',
    affiliateId,
    after: readCursor(query.cursor),
    limit: limit + 1,
  } as const;
  return toPage(await pageOfDestinations(ctx.db, filter), limit, keyOf, showPostback);
}

/** Newest first. @throws ProblemError `validation_failed` */
export async function listSubscriptions(
  ctx: Context,
  { query }: Input<ListSubscriptions>,
): Promise<Answer<ListSubscriptions>> {
  const { workspaceId } = ctx;
  const filter = {
    workspaceId,
    kind: 'subscription',
    after: readCursor(query.cursor),
    limit: query.limit + 1,
  } as const;
  return toPage(await pageOfDestinations(ctx.db, filter), query.limit, keyOf, showSubscription);
}

/** @throws ProblemError `not_found` */
export async function getPostback(ctx: Context, postbackId: string) {
  return showPostback(await requireDestination(ctx, postbackId, 'postback'));
}

/** @throws ProblemError `not_found` */
export async function getSubscription(ctx: Context, subscriptionId: string) {
  return showSubscription(await requireDestination(ctx, subscriptionId, 'subscription'));
}

/** @param kind  null: of either. @throws ProblemError `not_found` */
export async function requireDestination(
  ctx: Context,
  id: string,
  kind: DestinationSummary['kind'] | null,
): Promise<DestinationSummary> {
  const row = await findDestination(ctx.db, ctx.workspaceId, id, kind);
  if (!row) throw new ProblemError('not_found');
  return row;
}

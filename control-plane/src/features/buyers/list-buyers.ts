import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Config } from '../../config.ts';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { type BuyerSummary, findBuyers } from './buyers.store.ts';

type ListBuyers = typeof endpoints.listBuyers;

/** Buyers, the newest first, with how they are reporting. @throws ProblemError `forbidden`, `validation_failed` */
export async function listBuyers(ctx: Context, { query }: Input<ListBuyers>): Promise<Answer<ListBuyers>> {
  authorize(ctx.actor, 'buyer:read');
  const rows = await findBuyers(ctx.db, ctx.workspaceId, readCursor(query.cursor), query.limit + 1, query);
  const keyOf = ({ createdAt, id }: BuyerSummary) => ({ at: createdAt.getTime(), id });
  return toPage(rows, query.limit, keyOf, (row) => showBuyer(ctx.config, row));
}

export const showBuyer = (
  config: Config,
  { id, name, endpointId, lastReportAt, reports, orphans, version, createdAt, archivedAt, ...tune }: BuyerSummary,
) => ({
  id,
  name,
  // The router's: it takes reports while the control plane is away (R26).
  webhookUrl: `${config.routerUrl}/webhooks/${endpointId}`,
  lastReportAt: lastReportAt === null ? null : toTimestamp(lastReportAt.getTime()),
  reports,
  orphans,
  tune: {
    hasSecurityToken: tune.tuneTokenSha256 !== null,
    offerIds: tune.tuneOfferIds,
    addresses: tune.tuneAddresses,
    currency: tune.tuneCurrency,
  },
  version,
  createdAt: toTimestamp(createdAt.getTime()),
  archivedAt: archivedAt && toTimestamp(archivedAt.getTime()),
});

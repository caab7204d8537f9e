import { type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { hasBuyer } from './buyers.store.ts';
import { findReports } from './reports.store.ts';

type ListReports = typeof endpoints.listReports;
type Row = Awaited<ReturnType<typeof findReports>>[number];

/** A buyer's reports as they came, the newest first. @throws ProblemError `forbidden`, `not_found`, `validation_failed` */
export async function listReports(
  { actor, db, workspaceId }: Context,
  { params: { buyerId }, query }: Input<ListReports>,
): Promise<Answer<ListReports>> {
  authorize(actor, 'buyer:read');
  if (!(await hasBuyer(db, workspaceId, buyerId))) throw new ProblemError('not_found');
  const rows = await findReports(db, {
    workspaceId,
    buyerId,
    outcome: query.outcome ?? null,
    after: readCursor(query.cursor),
    limit: query.limit + 1,
  });
  return toPage(rows, query.limit, keyOfReport, showReport);
}

export const keyOfReport = ({ receivedAt, id }: Row) => ({ at: receivedAt.getTime(), id });

export const showReport = ({ receivedAt, ...report }: Row) => ({
  ...report,
  receivedAt: toTimestamp(receivedAt.getTime()),
});

import { type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import type { DataKeys } from '../../io/data-keys.ts';
import { openHead } from '../../sealing/seal-report.ts';
import { hasBuyer } from './buyers.store.ts';
import { findReports } from './reports.store.ts';

type ListReports = typeof endpoints.listReports;
type Row = Awaited<ReturnType<typeof findReports>>[number];

/** A buyer's reports as they came, the newest first. @throws ProblemError `not_found`, `validation_failed`, `data_key_missing` */
export async function listReports(
  { actor, dataKeys, db, workspaceId }: Context,
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
  return toPage(rows, query.limit, keyOfReport, (row) => showReport(dataKeys, row));
}

export const keyOfReport = ({ receivedAt, id }: Row) => ({ at: receivedAt.getTime(), id });

/** @throws ProblemError `data_key_missing` */
export function showReport(keys: DataKeys, { receivedAt, headers, head, sealedBy, ...report }: Row) {
  const { request } = openHead(keys, { ...report, headers, head, sealedBy });
  return { ...report, request, receivedAt: toTimestamp(receivedAt.getTime()) };
}

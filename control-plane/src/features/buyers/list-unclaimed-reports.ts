import type { endpoints } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { keyOfReport, showReport } from './list-reports.ts';
import { findUnclaimedReports } from './reports.store.ts';

type ListUnclaimedReports = typeof endpoints.listUnclaimedReports;

/** Calls that no buyer could be told from, the newest first. @throws ProblemError `forbidden`, `validation_failed` */
export async function listUnclaimedReports(
  { actor, dataKeys, db, workspaceId }: Context,
  { query }: Input<ListUnclaimedReports>,
): Promise<Answer<ListUnclaimedReports>> {
  authorize(actor, 'buyer:read');
  const rows = await findUnclaimedReports(db, { workspaceId, after: readCursor(query.cursor), limit: query.limit + 1 });
  return toPage(rows, query.limit, keyOfReport, (row) => showReport(dataKeys, row));
}

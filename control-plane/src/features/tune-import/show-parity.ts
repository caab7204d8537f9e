import { type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findReport, findReports, type ParityRow } from './parity.store.ts';

type ShownReport = Answer<typeof endpoints.getTuneParity>;

export const showReport = ({ id, createdAt, createdBy, fileName, report }: ParityRow): ShownReport => ({
  id,
  createdAt: toTimestamp(createdAt.getTime()),
  createdBy,
  fileName,
  report,
});

/** @throws ProblemError `validation_failed` */
export async function listReports(
  { db, workspaceId }: Context,
  { query }: Input<typeof endpoints.listTuneParity>,
): Promise<Answer<typeof endpoints.listTuneParity>> {
  const rows = await findReports(db, workspaceId, readCursor(query.cursor), query.limit + 1);
  return toPage(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt.getTime(), id }), showReport);
}

/** @throws ProblemError `not_found` */
export async function getReport({ db, workspaceId }: Context, reportId: string): Promise<ShownReport> {
  const row = await findReport(db, workspaceId, reportId);
  if (!row) throw new ProblemError('not_found');
  return showReport(row);
}

import type { endpoints } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findReports } from './parity.store.ts';
import { showParityReport } from './show-parity-report.ts';

/** Reports of TUNE's splits beside ours, the newest first. @throws ProblemError `validation_failed` */
export async function listParityReports(
  { db, workspaceId }: Context,
  { query }: Input<typeof endpoints.listTuneParity>,
): Promise<Answer<typeof endpoints.listTuneParity>> {
  const rows = await findReports(db, workspaceId, readCursor(query.cursor), query.limit + 1);
  return toPage(rows, query.limit, ({ createdAt, id }) => ({ at: createdAt.getTime(), id }), showParityReport);
}

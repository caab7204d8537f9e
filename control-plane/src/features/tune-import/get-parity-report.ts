import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { findReport } from './parity.store.ts';
import { type ShownParityReport, showParityReport } from './show-parity-report.ts';

/** One report. @throws ProblemError `not_found` */
export async function getParityReport({ db, workspaceId }: Context, reportId: string): Promise<ShownParityReport> {
  const row = await findReport(db, workspaceId, reportId);
  if (!row) throw new ProblemError('not_found');
  return showParityReport(row);
}

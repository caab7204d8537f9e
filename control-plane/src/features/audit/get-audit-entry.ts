import { type AuditEntry, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { pageOfAudit } from './audit.store.ts';
import { showEntry } from './list-audit.ts';

/** One change: who, when, before and after. @throws ProblemError `not_found` */
export async function getAuditEntry({ db, workspaceId }: Context, id: string): Promise<AuditEntry> {
  const [row] = await pageOfAudit(db, workspaceId, { id }, null, 1);
  if (!row) throw new ProblemError('not_found');
  return showEntry(row);
}

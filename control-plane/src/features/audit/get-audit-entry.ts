import { type AuditEntry, ProblemError } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import { pageOfAudit } from './audit.store.ts';
import { showEntry } from './list-audit.ts';

/** One change: who, when, before and after. @throws ProblemError `forbidden`, `not_found` */
export async function getAuditEntry({ actor, db, workspaceId }: Context, id: string): Promise<AuditEntry> {
  authorize(actor, 'audit:read');
  const [row] = await pageOfAudit(db, workspaceId, { id }, null, 1);
  if (!row) throw new ProblemError('not_found');
  return showEntry(row);
}

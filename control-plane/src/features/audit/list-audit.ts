import type { AuditEntry } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { type AuditFilter, type AuditRow, pageOfAudit } from './audit.store.ts';

export interface AuditQuery extends AuditFilter {
  cursor?: string | undefined;
  limit: number;
}

/** Every change anyone or anything made, newest first (C3). @throws ProblemError `validation_failed` */
export async function listAudit(ctx: Context, { cursor, limit, ...filter }: AuditQuery) {
  const rows = await pageOfAudit(ctx.db, ctx.workspaceId, filter, readCursor(cursor), limit + 1);
  return toPage(rows, limit, (row) => ({ at: row.at.getTime(), id: row.id }), showEntry);
}

export function showEntry(row: AuditRow): AuditEntry {
  const { id, at, actorKind, actorId, actorName, action, objectId, objectName, reason, before, after, requestId } = row;
  const actor = { kind: actorKind, id: actorId, name: actorName };
  return { id, at: at.toISOString(), actor, action, objectId, objectName, reason, before, after, requestId };
}

import { auditEntries } from '@alyson/schema/tables';
import { and, desc, eq } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type AuditRow = typeof auditEntries.$inferSelect;

export interface AuditFilter {
  objectId?: string | undefined;
}

/** Newest first. */
export function pageOfAudit(
  db: Database,
  workspaceId: string,
  { objectId }: AuditFilter,
  after: PageKey | null,
  limit: number,
): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, workspaceId),
        objectId === undefined ? undefined : eq(auditEntries.objectId, objectId),
        isAfter(auditEntries.at, auditEntries.id, after),
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(limit);
}

import { auditEntries } from '@alyson/schema/tables';
import { and, desc, eq, lt, or } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database } from '../../io/database.ts';

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
  const at = after && new Date(after.at);
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, workspaceId),
        objectId === undefined ? undefined : eq(auditEntries.objectId, objectId),
        after && at
          ? or(lt(auditEntries.at, at), and(eq(auditEntries.at, at), lt(auditEntries.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(limit);
}

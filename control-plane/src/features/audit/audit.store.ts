import type { ActorKind } from '@alyson/schema';
import { auditEntries } from '@alyson/schema/tables';
import { and, desc, eq } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database } from '../../io/database.ts';
import { isAfter, isWithin } from '../../io/database-paging.ts';

export type AuditRow = typeof auditEntries.$inferSelect;

export interface AuditFilter {
  /** One entry alone. */
  id?: string | undefined;
  objectId?: string | undefined;
  actorKind?: ActorKind | undefined;
  actorId?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Newest first. */
export function pageOfAudit(
  db: Database,
  workspaceId: string,
  { id, objectId, actorKind, actorId, action, ...range }: AuditFilter,
  after: PageKey | null,
  limit: number,
): Promise<AuditRow[]> {
  return db
    .select()
    .from(auditEntries)
    .where(
      and(
        eq(auditEntries.workspaceId, workspaceId),
        id === undefined ? undefined : eq(auditEntries.id, id),
        objectId === undefined ? undefined : eq(auditEntries.objectId, objectId),
        actorKind && eq(auditEntries.actorKind, actorKind),
        actorId === undefined ? undefined : eq(auditEntries.actorId, actorId),
        action === undefined ? undefined : eq(auditEntries.action, action),
        isWithin(auditEntries.at, range),
        isAfter(auditEntries.at, auditEntries.id, after),
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(limit);
}

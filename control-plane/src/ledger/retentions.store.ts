import { workspaces } from '@alyson/schema/tables';
import { inArray } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

/** How long each workspace keeps its clicks. @param ids  of some; all when absent */
export function listRetentions(db: Database, ids?: readonly string[]) {
  return db
    .select({ workspaceId: workspaces.id, days: workspaces.clickRetentionDays })
    .from(workspaces)
    .where(ids && inArray(workspaces.id, [...ids]));
}

import { workspaces } from '@alyson/schema/tables';
import { eq, inArray } from 'drizzle-orm';
import type { Database } from './io/database.ts';

/** Whether a second person must approve what alters where a live experiment's clicks go. */
export async function readNeedsApproval(db: Database, workspaceId: string): Promise<boolean> {
  const [workspace] = await db
    .select({ needsApproval: workspaces.needsApproval })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return workspace?.needsApproval ?? false;
}

/** How long each workspace keeps its clicks. @param ids  of some; all when absent */
export function listRetentions(db: Database, ids?: readonly string[]) {
  return db
    .select({ workspaceId: workspaces.id, days: workspaces.clickRetentionDays })
    .from(workspaces)
    .where(ids && inArray(workspaces.id, [...ids]));
}

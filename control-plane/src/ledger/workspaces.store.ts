import { workspaces } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

/** Whether a second person must approve what alters where a live experiment's clicks go. */
export async function readNeedsApproval(db: Database, workspaceId: string): Promise<boolean> {
  const [workspace] = await db
    .select({ needsApproval: workspaces.needsApproval })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return workspace?.needsApproval ?? false;
}

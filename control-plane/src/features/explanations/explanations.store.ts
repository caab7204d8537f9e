import { clicks, workspaces } from '@alyson/schema/tables';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

export async function findClick(db: Database, workspaceId: string, id: string) {
  const [click] = await db
    .select()
    .from(clicks)
    .where(and(eq(clicks.id, id), eq(clicks.workspaceId, workspaceId)));
  return click ?? null;
}

export async function readWorkspaceFallback(db: Database, workspaceId: string): Promise<string | null> {
  const [workspace] = await db
    .select({ fallbackUrl: workspaces.fallbackUrl })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return workspace?.fallbackUrl ?? null;
}

import { memberships, workspaces } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

export type WorkspaceRow = typeof workspaces.$inferSelect;

/** More than anybody chooses from. */
const MOST = 500;

export function findWorkspacesOf(db: Database, userId: string) {
  return db
    .select({ id: workspaces.id, name: workspaces.name, role: memberships.role })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(eq(memberships.userId, userId))
    .orderBy(asc(workspaces.name), asc(workspaces.id))
    .limit(MOST);
}

export function findAllWorkspaces(db: Database) {
  return db
    .select({ id: workspaces.id, name: workspaces.name })
    .from(workspaces)
    .orderBy(asc(workspaces.name), asc(workspaces.id))
    .limit(MOST);
}

export async function findWorkspace(db: Database, id: string): Promise<WorkspaceRow | null> {
  const [workspace] = await db.select().from(workspaces).where(eq(workspaces.id, id));
  return workspace ?? null;
}

export async function insertWorkspace(tx: Tx, workspace: typeof workspaces.$inferInsert): Promise<WorkspaceRow> {
  const [made] = await tx.insert(workspaces).values(workspace).returning();
  if (!made) throw new Error('a workspace was not stored');
  return made;
}

export async function updateWorkspace(
  tx: Tx,
  id: string,
  change: Partial<Pick<WorkspaceRow, 'name' | 'currency' | 'timezone' | 'version'>>,
): Promise<void> {
  await tx.update(workspaces).set(change).where(eq(workspaces.id, id));
}

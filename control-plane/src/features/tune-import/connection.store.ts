import { tuneConnections } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

export type ConnectionRow = typeof tuneConnections.$inferSelect;

export async function readConnection(db: Database, workspaceId: string): Promise<ConnectionRow | null> {
  const [row] = await db.select().from(tuneConnections).where(eq(tuneConnections.workspaceId, workspaceId));
  return row ?? null;
}

/** One per workspace: what is written takes the place of what was there. */
export async function saveConnection(tx: Tx, row: ConnectionRow): Promise<void> {
  const { workspaceId: _, ...set } = row;
  await tx.insert(tuneConnections).values(row).onConflictDoUpdate({ target: tuneConnections.workspaceId, set });
}

export async function deleteConnection(tx: Tx, workspaceId: string): Promise<ConnectionRow | null> {
  const [row] = await tx.delete(tuneConnections).where(eq(tuneConnections.workspaceId, workspaceId)).returning();
  return row ?? null;
}

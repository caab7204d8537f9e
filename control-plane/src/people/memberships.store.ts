import type { Role } from '@alyson/schema';
import { memberships, workspaces } from '@alyson/schema/tables';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '../io/database.ts';

/** Who belongs to a workspace is changed by one at a time: two admins cannot demote each other at once. */
export async function lockWorkspace(tx: Tx, id: string) {
  const [workspace] = await tx.select().from(workspaces).where(eq(workspaces.id, id)).for('update');
  return workspace ?? null;
}

export interface NewMembership {
  workspaceId: string;
  userId: string;
  role: Role;
  createdAt: Date;
}

/** @returns false when they belonged to it before */
export async function insertMembership(tx: Tx, membership: NewMembership): Promise<boolean> {
  const made = await tx
    .insert(memberships)
    .values(membership)
    .onConflictDoNothing()
    .returning({ userId: memberships.userId });
  return made.length > 0;
}

export async function isMember(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  const own = and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId));
  return (await tx.select({ userId: memberships.userId }).from(memberships).where(own)).length > 0;
}
